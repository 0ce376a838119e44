/** Neither of the three ways is open on this machine. The message is one screen that says what to install. */
export class StackUnavailable extends Error {
  override readonly name = 'StackUnavailable';

  readonly reasons: string[];

  constructor(reasons: string[]) {
    super(screen(reasons));
    this.reasons = reasons;
  }
}

function screen(reasons: string[]): string {
  return `
需要 PostgreSQL 和 Kafka,这台机器上还没有。三选一:
PostgreSQL and Kafka are needed and cannot be had on this machine yet. Choose one of three:

  1. 安装 Java 17+ 和 Maven(推荐;其余自动完成) / install Java 17+ and Maven (the rest is automatic)
         sudo apt-get update
         sudo apt-get install -y openjdk-17-jre-headless maven

  2. 启动 Docker,并让当前用户可以使用 / start Docker, usable by this user
         docker info

  3. 使用已有的服务 / use servers that you have
         export DATABASE_URL=postgresql://user:password@host:5432/database
         export KAFKA_BROKERS=host:9092

原因 / Reasons:
${reasons.map((reason) => `  - ${reason}`).join('\n')}
`;
}
