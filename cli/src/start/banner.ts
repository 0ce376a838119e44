import pc from 'picocolors';
import type { Ready } from './ready-file.js';

/** The one screen at the end: where, as whom, what to try, how to stop, keep, upgrade, remove. */
export function banner(
  ready: Ready,
  options: { keep: string | undefined; how: string; seconds: number },
): string {
  const { baseUrl, tokens, jurisdictions, sampleBlock } = ready;
  const names: Record<string, string> = {
    resident: '居民 resident',
    block: '块区 block officer',
    village: '居村 village officer',
    street: '街镇 street officer',
    district: '区 district supervisor',
    admin: '管理员 administrator',
  };
  const shown = Object.entries(tokens).filter(([name]) => name in names);
  const area = sampleBlock[0]!.code;
  const curl =
    `curl -s ${baseUrl}/v1/requests -H "authorization: Bearer $RESIDENT" -H 'content-type: application/json' \\\n` +
    `    -d '{"channel":"app","areaCode":"${area}","text":"夜里没有车位,请帮忙"}'`;
  const lines = [
    '',
    `${pc.bold(pc.green('联动已就绪 / Liandong is ready'))}  (${options.seconds.toFixed(1)} s, ${options.how})`,
    '',
    `  ${pc.bold(baseUrl)}         入口 / base URL`,
    `  ${pc.bold(`${baseUrl}/watch`)}   看诉求逐级上升 / watch requests climb`,
    `  ${pc.bold(`${baseUrl}/docs`)}    接口 / REST interface`,
    `  ${pc.bold(`${baseUrl}/dev/outbox`)}  发出的通知 / caught notices`,
    `  ${jurisdictions.map((j) => `${j.name} ${j.code} (${j.profile})`).join(' · ')}`,
    '',
    pc.bold('令牌 / tokens (演示用 / insecure, for the demo only)'),
    ...shown.map(([name, token]) => `  export ${name.toUpperCase()}=${token}  # ${names[name]}`),
    '',
    pc.bold('提交一件诉求 / submit a request'),
    `  ${curl}`,
    pc.bold('看它上升 / watch it climb'),
    `  curl -s ${baseUrl}/v1/requests/<id>/timeline -H "authorization: Bearer $RESIDENT"`,
    '',
    pc.dim(
      `停止 stop: Ctrl-C · 保留 keep: ${options.keep ? `${options.keep} (已保留 kept)` : 'npm start -- --keep DIR'} · ` +
        '升级 upgrade: git pull && npm start · 删除 remove: rm -rf 本目录与 ~/.cache/liandong',
    ),
    '',
  ];
  return lines.join('\n');
}
