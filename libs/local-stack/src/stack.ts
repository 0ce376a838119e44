/** Where PostgreSQL and Kafka come from: named by the environment, containers, or processes of ours on this machine. */
export type StackOrigin = 'given' | 'docker' | 'embedded';

/** One server process of an embedded stack, with the handles a fault test needs. Port and data survive a restart. */
export interface ServerHandle {
  /** Changes with each restart. */
  readonly pid: number;
  readonly port: number;
  readonly logFile: string;
  /** SIGKILL, resolves when the process is gone. */
  kill(): Promise<void>;
  /** Ends the process in an orderly way if it runs, starts it again, resolves when it answers. */
  restart(): Promise<void>;
}

export interface KafkaHandle extends ServerHandle {
  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
}

export interface Stack {
  readonly how: StackOrigin;
  /** Names a database called `liandong` in which the user may create databases, roles and extensions (embedded and docker). */
  readonly databaseUrl: string;
  /** `host:port` each. */
  readonly kafkaBrokers: string[];
  /** Only with `how: 'embedded'`. */
  readonly postgres?: ServerHandle;
  readonly kafka?: KafkaHandle;
  /** Ends what was started and removes temporary folders; a kept data folder stays. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Keep the data in this folder, and go on with what it holds. Without it everything is thrown away on stop. */
  dataDir?: string;
  /** False: fsync and full page writes off, for tests whose data nobody needs after a power cut. Default true. */
  durable?: boolean;
  /** PostgreSQL's synchronous_commit. Default true. */
  synchronousCommit?: boolean;
  /** For the broker's JVM, after its own, which are for a quick start: a measurement gives it what a server has. Embedded only. */
  kafkaJavaOptions?: readonly string[];
  /** Take this origin only, instead of the first that is there. */
  how?: StackOrigin;
  /** Default process.env. */
  env?: NodeJS.ProcessEnv;
  /** One line for the user, Chinese first. */
  onProgress?: (text: string) => void;
  /** One line for whoever looks for a fault: ports, times, folders. */
  log?: (text: string) => void;
}
