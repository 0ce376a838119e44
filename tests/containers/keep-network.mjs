import { readFileSync, writeFileSync } from 'node:fs';
import { run } from './run.mjs';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
const TABLES = ['nat', 'filter'];
/** Rules, bridges and cables a Docker engine makes; whatever else changed meanwhile was changed by others. */
const DOCKERS = /\bDOCKER\b|\bDOCKER-|\bdocker0\b|\bbr-[0-9a-f]{12}\b|^veth[0-9a-f]{7}$/;

/** Notes the machine's packet filter, links and forwarding. Resolves with the function that takes away what an engine has added. */
export async function keepNetwork() {
  const [rules, before, forwarding] = [await filterRules(), await links(), readFileSync(FORWARDING, 'utf8')];
  return async () => {
    for (const table of TABLES) {
      const added = (await filterRules())[table].filter(
        (rule) => DOCKERS.test(rule) && !rules[table].includes(rule),
      );
      const chains = added.filter((rule) => rule.startsWith('-N ')).map((rule) => rule.slice(3));
      for (const rule of added.filter((rule) => rule.startsWith('-A ')))
        await iptables(table, '-D', ...rule.slice(3).split(' '));
      for (const chain of chains) await iptables(table, '-X', chain);
    }
    if (rules.filter.includes('-P FORWARD ACCEPT')) await iptables('filter', '-P', 'FORWARD', 'ACCEPT');
    const ours = (name) => DOCKERS.test(name) && !before.includes(name);
    // One at a time: with one end of a cable the other goes.
    for (let name = (await links()).find(ours); name; name = (await links()).find(ours))
      await run('/usr/sbin/ip', ['link', 'delete', name]);
    writeFileSync(FORWARDING, forwarding);
  };
}

async function filterRules() {
  const entries = TABLES.map(async (table) => [table, (await iptables(table, '-S')).split('\n')]);
  return Object.fromEntries(await Promise.all(entries));
}

async function links() {
  const list = await run('/usr/sbin/ip', ['-json', 'link', 'show']);
  return JSON.parse(list).map(({ ifname }) => ifname);
}

const iptables = (table, ...args) => run('/usr/sbin/iptables', ['--wait', '10', '-t', table, ...args]);
