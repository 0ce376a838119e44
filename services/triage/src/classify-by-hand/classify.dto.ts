import { Type } from 'class-transformer';
import {
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

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

class RedirectDto {
  @IsString()
  @Length(1, 500)
  zh!: string;

  @IsString()
  @Length(1, 500)
  en!: string;
}

export class DeclineDto {
  /** Which door is the right one. */
  @IsObject()
  @ValidateNested()
  @Type(() => RedirectDto)
  redirect!: RedirectDto;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  text?: string;
}
