import { allowedNetworks, isPublicAddress, mayConnect } from './public-address.js';

describe('where a webhook may go', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'not an address',
    '',
  ])('not to %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.32.0.1', '192.169.0.1', '223.5.5.5', '2400:3200::1', '2606:4700::1111'])(
    'to %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('inside only where the operator allows it', () => {
    const allowed = allowedNetworks(['10.1.0.0/16', '::1', '127.0.0.1']);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '::1', '127.0.0.1', '1.1.1.1'])
      expect([address, mayConnect(address, allowed)]).toEqual([address, true]);
    for (const address of ['10.2.0.1', '127.0.0.2', '169.254.169.254', 'fe80::1'])
      expect([address, mayConnect(address, allowed)]).toEqual([address, false]);
  });
});
