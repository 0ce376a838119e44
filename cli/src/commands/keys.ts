import { Command } from 'commander';
import { readSealKeys } from '#chassis/config.js';
import { rotateKeys } from '#local-system/rotate-keys.js';

/** Keys that names, phones and texts are sealed with at rest. */
export function keysCommand(): Command {
  const command = new Command('keys').description('静态加密的密钥 / keys of what is sealed at rest');
  command
    .command('rotate')
    .description(
      '用 SEAL_KEYS 的第一把密钥重新加密库中内容,服务照常运行;可重复 / seal again with the first of SEAL_KEYS what\n' +
        'older ones sealed, while the services go on; safe to repeat. DATABASE_URL (administrator), SEAL_KEYS',
    )
    .action(async () => {
      const { DATABASE_URL, SEAL_KEYS } = process.env;
      if (!DATABASE_URL || !SEAL_KEYS)
        throw new Error('请设 DATABASE_URL 与 SEAL_KEYS / set DATABASE_URL and SEAL_KEYS');
      const done = await rotateKeys({
        databaseUrl: DATABASE_URL,
        sealKeys: readSealKeys(SEAL_KEYS),
        onTable: ({ name, resealed, left }) => {
          if (resealed + left > 0) process.stdout.write(`${name}: ${resealed}${left ? ` (+${left})` : ''}\n`);
        },
      });
      const left = done.reduce((sum, table) => sum + table.left, 0);
      process.stdout.write(
        left === 0
          ? '完成 / done\n'
          : `${left} 行仍用旧密钥,请再运行一次 / rows left under an older key: run it again\n`,
      );
      process.exitCode = left === 0 ? 0 : 1;
    });
  return command;
}
