FROM node:20-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --silent && mv ./*.tgz agent.tgz

FROM node:20-bookworm-slim
# What checkouts and build steps call; tini adopts the orphans that builds leave to process 1.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl git git-lfs openssh-client patch procps tini \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/agent.tgz /tmp/
RUN npm install --global --no-audit --no-fund /tmp/agent.tgz \
    && rm -rf /tmp/agent.tgz /root/.npm \
    && mkdir -p /home/jenkins/agent \
    && useradd --uid 1001 --gid 0 --home-dir /home/jenkins --shell /bin/bash jenkins \
    && chown -R 1001:0 /home/jenkins \
    && chmod -R g=u /home/jenkins
USER 1001:0
ENV HOME=/home/jenkins LANG=C.UTF-8
WORKDIR /home/jenkins
ENTRYPOINT ["/usr/bin/tini", "--", "jenkins-agent"]
