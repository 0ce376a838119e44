import { IsIn, IsOptional, Matches } from 'class-validator';

const ID = /^[a-z][a-z0-9_]{0,63}$/;

export class ClassificationDto {
  /** One of the profile's categories. */
  @Matches(ID)
  category!: string;

  @IsOptional()
  @IsIn(['ordinary', 'urgent', 'emergency'])
  severity?: 'ordinary' | 'urgent' | 'emergency';

  @IsOptional()
  @IsIn(['ordinary', 'major', 'joint'])
  kind?: 'ordinary' | 'major' | 'joint';

  /** One of the profile's levels. */
  @IsOptional()
  @Matches(ID)
  entryLevel?: string;
}
