import { Command } from 'commander';
import { checkProfile } from '#profile/check-profile.js';

export function profileCommand(): Command {
  const command = new Command('profile').description('实践配置 / profiles');
  command
    .command('check <file...>')
    .description(
      '逐条列出错误与改法;有错时退出码为 1 / list every fault by path; exit code 1 if there is one',
    )
    .action((files: string[]) => {
      for (const file of files) {
        const { ok, text } = checkProfile(file);
        process.stdout.write(`${text}\n`);
        if (!ok) process.exitCode = 1;
      }
    });
  return command;
}
