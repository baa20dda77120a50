/**
 * What a running callable sees of the channel: its cancellation, the streams and proxies among its arguments, and the
 * means to export objects with its answer. The channel makes one Call for each request and settles it when the request is
 * answered: everything that the controller exported for it and that was not retained is given back.
 */
import type { JavaObject, JavaValue } from '../serial/model.js';

export interface Call {
  /** Aborted by Request$Cancel and when the channel ends; reason is a JavaError of java.lang.InterruptedException. */
  readonly signal: AbortSignal;
  /** UserRequest.toString: what the controller calls this request. */
  readonly description: string;
  /** The channel that the request came on. */
  readonly channel: CallChannel;
  /** Object id of the controller's class loader that knows the classes of this request; null when it brought none. */
  readonly classLoader: number | null;
  /** Names of the classes of everything in a user request; empty for a bare RPCRequest. */
  readonly classNames: readonly string[];

  /** The controller's OutputStream behind a RemoteOutputStream, or behind a Pipe whose writer we are. Throws on another class. */
  output(value: JavaValue | undefined): RemoteOutput;
  /** The controller's Writer behind a RemoteWriter. */
  writer(value: JavaValue | undefined): RemoteTextOutput;
  /** The controller's InputStream behind a RemoteInputStream (greedy or not), or behind a Pipe whose reader we are. */
  input(value: JavaValue | undefined): RemoteInput;
  /** The controller's object behind a java.lang.reflect.Proxy. */
  proxy(value: JavaValue | undefined): RemoteObject;

  /** The object of ours behind a proxy that the controller sends home; undefined for anything else, and for one that is gone. */
  ownObject(value: JavaValue | undefined): ExportedObject | undefined;
  /** Exports an object of ours; the returned value (a java.lang.reflect.Proxy) goes into the answer. */
  export(target: ExportedObject): JavaObject;
  /** Exports a sink; the returned RemoteOutputStream goes into the answer. */
  exportOutput(sink: ByteSink): JavaObject;
  /** Exports a source of bytes; the returned RemoteInputStream goes into the answer. */
  exportInput(source: AsyncIterable<Buffer>): JavaObject;
  /** Exports a source of bytes that is sent as fast as the peer takes it; the returned Pipe goes into the answer. */
  exportPipe(source: AsyncIterable<Buffer>): JavaObject;

  /** Makes the answer to this request wait, on the controller's side, for everything written to `output` so far. */
  follow(output: RemoteOutput | RemoteTextOutput): void;
  /** Runs before the answer, also when the callable failed: what is still buffered is written. A failure of it is dropped. */
  beforeAnswer(finish: () => Promise<void>): void;
}

/** The part of a channel that outlives single calls. */
export interface CallChannel {
  readonly name: string;
  /** Aborted when the channel ends, however it ends. */
  readonly closed: AbortSignal;
  /** Whether the peer has said goodbye: then it has taken all that was sent before. */
  readonly endsOrderly: boolean;
  /** Channel properties that we set and that the peer may ask for. */
  readonly properties: Map<string, JavaValue>;
  /** Text that lists what we have exported, as Computer$DumpExportTableTask answers it. */
  dumpExports(): string;
  /** The peer's requests that run now, this one included, each as the peer describes it. */
  runningRequests(): readonly { readonly id: number; readonly description: string }[];
  /** Invokes a method of an object that the controller exported (bare RPCRequest). Types as Class.getName gives them. */
  invoke(
    oid: number,
    declaringClass: string,
    method: string,
    types: readonly string[],
    args: readonly JavaValue[],
    signal?: AbortSignal,
  ): Promise<JavaValue>;
  /**
   * Any request that a living peer answers at once: asks for a property. It waits for no stream operation, as a sink of the
   * peer's that is stuck does not mean that the peer is dead.
   */
  ping(signal: AbortSignal): Promise<unknown>;
  /**
   * Calls a callable of the controller's.
   * @param classLoader object id of the controller's loader that knows the callable
   */
  call(
    callable: JavaObject,
    description?: string,
    signal?: AbortSignal,
    classLoader?: number | null,
  ): Promise<JavaValue>;
  /** Ends the channel in an orderly way (CloseCommand). */
  close(): Promise<void>;
}

export interface OutputProgress {
  readonly sent: number;
  readonly acknowledged: number;
}

/** A byte stream of the controller's that we write to. Writes keep their order; each resolves when more may be written. */
export interface RemoteOutput {
  /** Resolves once the pipe window took the bytes. Rejects with java.io.IOException when the reader is gone, or when the channel ended. */
  write(bytes: Buffer): Promise<void>;
  flush(): void;
  /** Resolves when the controller has taken everything written so far. Rejects as `write` does. */
  delivered(signal?: AbortSignal): Promise<void>;
  /** Resolves when the operating system has everything written so far. Rejects as `write` does. */
  handedOver(): Promise<void>;
  /** How many bytes have been sent, and how many of them the controller is known to have taken. */
  readonly progress: OutputProgress;
  /** EOF: the controller closes the stream; an error reaches its reader. Idempotent. */
  close(error?: Error): void;
  /** Gives the stream back without closing it (listeners, logs). Idempotent. */
  release(): void;
  /** Keeps the stream after the call has been answered: from then on the caller must close or release it. Returns this. */
  retain(): this;
}

/** A character stream of the controller's (RemoteWriter). */
export interface RemoteTextOutput {
  write(text: string): Promise<void>;
  flush(): void;
  close(): void;
  release(): void;
  retain(): this;
}

/** A byte stream of the controller's that we read. Iterate it, once; leaving the loop early or `cancel` closes it. */
export interface RemoteInput extends AsyncIterable<Buffer> {
  /** Stops reading and closes the stream on the controller's side. Idempotent. */
  cancel(): void;
  retain(): this;
}

/** An object of the controller's. */
export interface RemoteObject {
  readonly oid: number;
  /** Interface names that the proxy implements. */
  readonly interfaces: readonly string[];
  invoke(
    declaringClass: string,
    method: string,
    types: readonly string[],
    args: readonly JavaValue[],
    signal?: AbortSignal,
  ): Promise<JavaValue>;
  /** Gives the object back to the controller (UnexportCommand). Idempotent; done for you at the end of the call unless retained. */
  release(): void;
  retain(): this;
}

/** An object of ours that the controller may call. */
export interface ExportedObject {
  /** Java interfaces that the proxy shows, e.g. `hudson.Launcher$RemoteProcess`. */
  readonly interfaces: readonly string[];
  /** Runs a method. `types` are Class.getName() of the declared parameters. Throws JavaError; an unknown method must throw. */
  invoke(
    method: string,
    types: readonly string[],
    args: readonly JavaValue[],
    call: Call,
  ): Promise<JavaValue> | JavaValue;
  /** Called once when the controller has given the object back, and when the channel ends. */
  released?(): void;
  /** Text for the export-table dump. */
  describe?(): string;
}

/** Where the bytes that the controller writes to an exported stream go. */
export interface ByteSink {
  /**
   * True for a sink that keeps in its order what it is given, for a reader: nothing but the Ack waits for its writes. A peer
   * may well send what makes the reader read behind them.
   */
  readonly queues?: boolean;
  /** Resolves when more may be sent: the Ack that opens the controller's window waits for it. */
  write(bytes: Buffer): Promise<void> | void;
  flush?(): void;
  /** End of stream, with the writer's error if it failed; called once, also when the channel ends (then with an error). */
  end(error?: Error): Promise<void> | void;
}
