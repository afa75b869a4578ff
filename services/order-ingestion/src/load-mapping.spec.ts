import { gzipSync } from 'node:zlib';
import { factId } from '@vilfredo/events';
import { importing } from '../test/importing.js';
import { loadMapping, loadMappingText, shippedMappings } from './load-mapping.js';

const imported = async (name: string, ...rows: string[]) => {
  const { log, refused } = await importing(gzipSync(`${rows.join('\n')}\n`), { mapping: await loadMapping(name) });
  return { facts: log.facts(), refused };
};

const pseudonym = (mail: string) => factId('pseudonym', mail);

describe('the mappings that are shipped', () => {
  it('given their folder, then all of those for orders can be read', async () => {
    const names = await shippedMappings();
    expect(names).toEqual(expect.arrayContaining(['cdnow', 'online-retail', 'online-retail-gross', 'shopify-orders']));
    for (const name of names) {
      const { kind } = (await loadMappingText(name)) as { kind: string };
      if (kind === 'orders') expect((await loadMapping(name)).kind).toBe(kind);
    }
  });

  it('given a name that is not shipped, then it says which are', async () => {
    await expect(loadMapping('online-retial')).rejects.toThrow(
      /no mapping online-retial.*shipped are asterisk-cdr, cdnow, /,
    );
    await expect(loadMapping('./nowhere.json')).rejects.toThrow(/no mapping .\/nowhere.json \(ENOENT\)/);
  });

  const retail = [
    '"InvoiceNo","StockCode","Description","Quantity","InvoiceDate","UnitPrice","CustomerID","Country"',
    '"1","A","A LAMP",6,2011-07-01 08:26:00,2.55,90001,"Nowhere"',
    '"C2","A","A LAMP",-1,2011-07-02 08:26:00,2.55,90001,"Nowhere"',
    '"3","A","A LAMP",1,2011-07-02 08:26:00,2.55,NA,"Nowhere"',
  ];

  it('given Online Retail, then credit notes are returns, times are London times and NA is no customer', async () => {
    const { facts, refused } = await imported('online-retail', ...retail);
    expect(facts).toMatchObject([
      { type: 'OrderPlaced', time: '2011-07-01T07:26:00.000Z', subject: '90001' },
      { type: 'OrderReturned', payload: { returnId: 'C2', lines: [{ quantity: 1, amountMinor: 255 }] } },
    ]);
    expect(refused).toMatchObject([{ line: 4, reason: 'noCustomer' }]);
  });

  it('given Online Retail gross, then credit notes are counted', async () => {
    const { facts, refused } = await imported('online-retail-gross', ...retail);
    expect(facts).toHaveLength(1);
    expect(refused.map(({ reason }) => reason)).toEqual(['creditNote', 'noCustomer']);
  });

  it('given CDNOW, then an order is what a customer bought in a day', async () => {
    const rows = [
      ' customer_id  date number_of_cds  dollar_value',
      ' 00007 19970112  1   12.00',
      ' 00007 19970112  5   77.01',
    ];
    const { facts } = await imported('cdnow', ...rows);
    expect(facts).toMatchObject([
      {
        subject: '00007',
        payload: {
          orderId: '00007-19970112',
          lines: [
            { sku: 'cd', amountMinor: 1200 },
            { quantity: 5, amountMinor: 7701 },
          ],
        },
      },
    ]);
  });

  it('given Shopify, then what stands on the first row of an order holds for all, and no e-mail address travels on', async () => {
    const { facts, refused } = await imported(
      'shopify-orders',
      'Name,Email,Financial Status,Paid at,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at',
      '#1001,Ann@example.com,paid,2026-01-05 10:00:00 +0100,EUR,2026-01-05 10:00:00 +0100,2,Lamp,19.90,L1,',
      '#1001,ann@example.com,,,,,1,Bulb,4.50,,',
      '#1002,bob@example.com,voided,,EUR,2026-01-06 10:00:00 +0100,1,Lamp,19.90,L1,',
      '#1003,bob@example.com,refunded,,EUR,2026-01-07 10:00:00 +0100,1,Lamp,19.90,L1,2026-01-08 09:00:00 +0100',
    );
    expect(facts).toMatchObject([
      {
        subject: pseudonym('ann@example.com'),
        time: '2026-01-05T09:00:00.000Z',
        payload: {
          orderId: '#1001',
          currency: 'EUR',
          lines: [
            { sku: 'L1', amountMinor: 3980 },
            { sku: 'Bulb', amountMinor: 450 },
          ],
        },
      },
      { type: 'OrderCancelled', payload: { orderId: '#1003' } },
    ]);
    expect(refused).toMatchObject([{ line: 4, reason: 'voided' }]);
    expect(JSON.stringify(facts)).not.toContain('@');
  });

  it('given WooCommerce, then what an item cost after discounts counts', async () => {
    const { facts, refused } = await imported(
      'woocommerce-orders',
      'order_id,order_number,date,status,order_currency,customer_id,billing_email,item_name,item_sku,item_quantity,item_total',
      '11,A-11,2026-01-05 10:00:00,completed,EUR,4,ann@example.com,Lamp,L1,2,35.82',
      '12,A-12,2026-01-05 10:00:00,failed,EUR,4,ann@example.com,Lamp,L1,2,35.82',
      '13,A-13,2026-01-06 10:00:00,cancelled,EUR,4,ann@example.com,Lamp,L1,2,35.82',
    );
    expect(facts).toMatchObject([
      { type: 'OrderPlaced', payload: { orderId: 'A-11', lines: [{ sku: 'L1', quantity: 2, amountMinor: 3582 }] } },
      { type: 'OrderCancelled', payload: { orderId: 'A-13' } },
    ]);
    expect(refused).toMatchObject([{ line: 3, reason: 'notPaid' }]);
  });

  it('given the order grid of Magento, then an order is one line of its total', async () => {
    const { facts, refused } = await imported(
      'magento-orders',
      'ID,"Purchase Point","Purchase Date","Bill-to Name","Ship-to Name","Grand Total (Base)","Grand Total (Purchased)",Status,"Customer Email"',
      '000000011,"Main Website","Jan 5, 2026 3:04:05 PM","A B","A B","1,234.50","1,234.50",Complete,ann@example.com',
      '000000012,"Main Website","Jan 5, 2026 3:04:05 PM","A B","A B",10.00,10.00,Closed,ann@example.com',
    );
    expect(facts).toMatchObject([
      {
        time: '2026-01-05T15:04:05.000Z',
        payload: { orderId: '000000011', lines: [{ sku: 'order', amountMinor: 123450 }] },
      },
    ]);
    expect(refused).toMatchObject([{ line: 3, reason: 'refunded' }]);
  });

  it('given the default orders of Shopware, then an order is one line of its total', async () => {
    const { facts } = await imported(
      'shopware-orders',
      'id;order_number;sales_channel_id;customer_firstname;customer_lastname;customer_email;amount_total;order_state_id;line_items;order_date_time',
      'f00;10001;s1;A;B;ann@example.com;59.9;st;"2x L1";2026-01-05T10:00:00.000+00:00',
    );
    expect(facts).toMatchObject([
      { subject: pseudonym('ann@example.com'), payload: { orderId: '10001', lines: [{ amountMinor: 5990 }] } },
    ]);
  });
});
