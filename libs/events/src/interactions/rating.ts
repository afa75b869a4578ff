import { IsNumber, IsOptional } from 'class-validator';

export const raterDimensions = ['reliability', 'assurance', 'tangibles', 'empathy', 'responsiveness'] as const;
/** The five dimensions of service quality (Zeithaml, Parasuraman and Berry 1990). */
export type RaterDimension = (typeof raterDimensions)[number];

/** The ends of the scale that was asked on: `min` is worst. */
export class RatingScale {
  @IsNumber() min!: number;
  @IsNumber() max!: number;
}

/** Either one answer overall or answers by dimension, each on the scale. */
export class Answers {
  @IsOptional() @IsNumber() overall?: number;
  @IsOptional() @IsNumber() reliability?: number;
  @IsOptional() @IsNumber() assurance?: number;
  @IsOptional() @IsNumber() tangibles?: number;
  @IsOptional() @IsNumber() empathy?: number;
  @IsOptional() @IsNumber() responsiveness?: number;
}
