import { html } from './html.js';

/** What the words of the report mean, for a reader who has not met them. */
export const definitions = html`<section aria-labelledby="definitions" class="definitions">
<h2 id="definitions">What the words mean</h2>
<dl>
<dt>Amount</dt><dd>What a customer ordered in the window, less what came back. A refund counts on the day of the order it refunds. Cancelled orders do not count.</dd>
<dt>Value score</dt><dd>0 to 100, among the customers who are active now: 90 means that nine in ten are worth less. It weighs how recently, how much, for how much and how often the same product a customer bought.</dd>
<dt>Core, top</dt><dd>Top is the first fifth by value score; core is the first fifth of the top. A customer who barely crosses a border keeps the tier for a while, so that nobody flips back and forth.</dd>
<dt>ABC</dt><dd>Customers in the order of their amount: A together bring the first 80 % of it, B the next 15 %, C the last 5 %.</dd>
<dt>RFM</dt><dd>Three digits from 1 to 5: recency, frequency and amount. 555 is in the best fifth of all three.</dd>
<dt>One-off</dt><dd>A customer whose place rests on one order: it is at least half of the amount and there are fewer than three days of purchase, or without it the customer would drop out of the first 30 %.</dd>
<dt>Key, strong</dt><dd>For each product its own buyers are ranked: the first 20 % are key for it, the first 4 % strong. They matter for that product even when they are not large overall.</dd>
<dt>Churn risk</dt><dd>0 to 100: how likely it is that a customer buys no more within the next months. It starts from the customer's own rhythm and silence, and rises with falling satisfaction, complaints and having to ask again. Low, watch, high and critical are bands of it.</dd>
<dt>Silence</dt><dd>The time since the latest purchase, against the customer's own gaps. Overdue: fewer than one in ten of those who come back stay away for so long; very overdue: fewer than one in twenty. Days on which the business is closed do not count.</dd>
<dt>Satisfaction class</dt><dd>Told from the mean ratings of calendar months. 1: they fell month after month, and the latest is bad. 2: the same, but the latest is good. 3: they fell lately. 4: they stay bad. Everybody else is in no class.</dd>
<dt>Qualification</dt><dd>0 to 100, for people who have not bought: how worthwhile it is to go after them, from their contacts alone.</dd>
<dt>Gini</dt><dd>One number for the whole curve: 0 when every customer brings the same, close to 1 when one brings everything.</dd>
</dl>
</section>`;
