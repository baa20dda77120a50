# Inbound agents that stand in for jenkins/inbound-agent, without Java:
#
#   docker build --target debian -t jenkins-inbound-agent .
#   docker build --target alpine -t jenkins-inbound-agent:alpine .

ARG NODE=24
ARG DEBIAN=trixie
ARG ALPINE=3.22

FROM node:${NODE}-${DEBIAN}-slim AS build-debian
RUN apt-get update \
    && apt-get install --yes --no-install-recommends binutils tini
WORKDIR /build
COPY package.json package-lock.json ./
COPY tools/node tools/node
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node build.mjs && docker/assemble.sh . /image /usr/local/bin/node /usr/bin/tini-static

FROM node:${NODE}-alpine${ALPINE} AS build-alpine
RUN apk add --no-cache binutils tini-static
WORKDIR /build
COPY package.json package-lock.json ./
COPY tools/node tools/node
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node build.mjs && docker/assemble.sh . /image /usr/local/bin/node /sbin/tini-static

FROM alpine:${ALPINE} AS alpine
# The tools of the official image.
RUN apk add --no-cache \
      bash \
      ca-certificates \
      curl \
      git \
      git-lfs \
      less \
      musl-locales \
      openssh-client \
      openssl \
      patch \
      procps \
      tzdata \
    && git lfs install --skip-repo --system
# Any user of group 0 may do what the agent's own user may: OpenShift takes a user that nobody knows.
RUN adduser -u 1000 -G root -h /home/jenkins -s /bin/bash -D jenkins \
    && mkdir -p /home/jenkins/agent /home/jenkins/.jenkins \
    && chown -R 1000:0 /home/jenkins \
    && chmod -R u=rwX,g=u,o=rX /home/jenkins
COPY --from=build-alpine /image /
ENV HOME=/home/jenkins \
    USER=jenkins \
    AGENT_WORKDIR=/home/jenkins/agent \
    LANG=C.UTF-8 \
    TZ=Etc/UTC \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/share/jenkins/compat
USER 1000:0
VOLUME /home/jenkins/agent
WORKDIR /home/jenkins
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/usr/local/bin/jenkins-agent-health"]
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
ARG ALPINE
LABEL org.opencontainers.image.title="Jenkins inbound agent without Java" \
      org.opencontainers.image.description="Connects to a Jenkins controller over TCP or WebSocket and runs its builds" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/alpine:${ALPINE}"
ENTRYPOINT ["/usr/local/bin/jenkins-agent"]

FROM debian:${DEBIAN}-slim AS debian
# The tools of the official image.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
      bash \
      ca-certificates \
      curl \
      fontconfig \
      git \
      git-lfs \
      less \
      netbase \
      openssh-client \
      patch \
      procps \
      tzdata \
    && git lfs install --skip-repo --system \
    && rm -rf /var/lib/apt/lists/*
# Any user of group 0 may do what the agent's own user may: OpenShift takes a user that nobody knows.
RUN useradd --uid 1000 --gid 0 --home-dir /home/jenkins --shell /bin/bash --no-log-init jenkins \
    && mkdir -p /home/jenkins/agent /home/jenkins/.jenkins \
    && chown -R 1000:0 /home/jenkins \
    && chmod -R u=rwX,g=u,o=rX /home/jenkins
COPY --from=build-debian /image /
ENV HOME=/home/jenkins \
    USER=jenkins \
    AGENT_WORKDIR=/home/jenkins/agent \
    LANG=C.UTF-8 \
    TZ=Etc/UTC \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/share/jenkins/compat
USER 1000:0
VOLUME /home/jenkins/agent
WORKDIR /home/jenkins
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/usr/local/bin/jenkins-agent-health"]
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
ARG DEBIAN
LABEL org.opencontainers.image.title="Jenkins inbound agent without Java" \
      org.opencontainers.image.description="Connects to a Jenkins controller over TCP or WebSocket and runs its builds" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/debian:${DEBIAN}-slim"
ENTRYPOINT ["/usr/local/bin/jenkins-agent"]
