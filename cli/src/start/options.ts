import { Command, InvalidArgumentError, Option } from 'commander';

export interface StartOptions {
  readonly port: number;
  readonly keep?: string;
  readonly clock: 'real' | 'running' | 'stepped';
  readonly empty: boolean;
  readonly replay?: string;
  readonly seed: number;
  readonly report: string;
}

export function readOptions(argv: readonly string[]): StartOptions {
  const command = new Command('npm start --')
    .description(
      '联动:一座演示城市在虚拟时钟上运转 / Liandong: a demo city at work on the virtual clock\n' +
        'PostgreSQL 与 Kafka 自动启动;Ctrl-C 结束并清理 / PostgreSQL and Kafka are started, and ended with Ctrl-C.',
    )
    .addOption(new Option('--port <n>', '网关端口 / port of the gateway').default(8080).argParser(port))
    .option('--keep <dir>', '把数据留在该目录,下次接着用 / keep the data in this folder and go on with it')
    .addOption(
      new Option('--clock <mode>', '时钟:真实、运行(一天 10 秒)、步进 / the clock')
        .choices(['real', 'running', 'stepped'])
        .default('running'),
    )
    .option(
      '--empty',
      '不演示:只有登记的城市,没有居民来信 / no demo: the registered city, and nobody writes',
      false,
    )
    .option(
      '--replay <file>',
      '按原来的时间重放一份来信(JSONL),然后给出报告 / replay messages at their own times, then report',
    )
    .addOption(
      new Option('--seed <n>', '演示与重放的随机种子 / seed of demo and replay').default(1).argParser(whole),
    )
    .option('--report <dir>', '重放报告写到哪里 / where the replay writes its report', 'replay-report')
    .helpOption('-h, --help', '显示帮助 / this help')
    .allowExcessArguments(false);
  return command.parse(argv, { from: 'user' }).opts<StartOptions>();
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('应为非负整数 / a whole number is expected');
  return Number(text);
}

function port(text: string): number {
  const n = whole(text);
  if (n < 1 || n > 65_535) throw new InvalidArgumentError('端口为 1-65535 / a port is 1-65535');
  return n;
}
