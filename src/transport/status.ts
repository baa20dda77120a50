/** Takes the lines that an agent's user watches (`Connecting to HOST:PORT`), word for word as the official agent prints them. */
export type StatusListener = (line: string, error?: unknown) => void;

/** For callers that show no status. */
export const noStatus: StatusListener = () => undefined;
