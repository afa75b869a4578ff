const halfLnTwoPi = 0.9189385332046728;
const asymptoticFrom = 10;

/** ln of the gamma function for z > 0; absolute error about 1e-15 near its zeros, relative 1e-15 elsewhere. */
export function lnGamma(z: number): number {
  let product = 1;
  let shifted = z;
  while (shifted < asymptoticFrom) product *= shifted++;
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLnTwoPi + stirlingTail(shifted) - Math.log(product);
}

/** ln of gamma(z + step) / gamma(z) for z > 0, step >= 0, without the loss of taking two large logarithms apart. */
export function lnGammaRatio(z: number, step: number): number {
  if (step === 0) return 0;
  if (z < asymptoticFrom) return lnGamma(z + step) - lnGamma(z);
  const end = z + step;
  return (z - 0.5) * Math.log1p(step / z) + step * Math.log(end) - step + stirlingTail(end) - stirlingTail(z);
}

/** ln of the beta function for p, q > 0; accurate also when one is far larger than the other. */
export function lnBeta(p: number, q: number): number {
  return p < q ? lnGamma(p) - lnGammaRatio(q, p) : lnGamma(q) - lnGammaRatio(p, q);
}

/** The derivative of lnGamma for z > 0. */
export function digamma(z: number): number {
  let sum = 0;
  let shifted = z;
  while (shifted < asymptoticFrom) sum -= 1 / shifted++;
  const v = 1 / (shifted * shifted);
  const tail = v * (1 / 12 - v * (1 / 120 - v * (1 / 252 - v * (1 / 240 - v * (1 / 132 - (v * 691) / 32_760)))));
  return sum + Math.log(shifted) - 0.5 / shifted - tail;
}

/** What Stirling's series adds for z >= 10 (Abramowitz & Stegun 6.1.41); the next term is below 1e-16. */
function stirlingTail(z: number): number {
  const v = 1 / (z * z);
  const inner = 1 / 1188 - v * (691 / 360_360 - v / 156);
  return (1 / 12 - v * (1 / 360 - v * (1 / 1260 - v * (1 / 1680 - v * inner)))) / z;
}
