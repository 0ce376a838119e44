import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

/** Years that the official announcements and our tables can mean. */
const DAY = /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export class CalendarQueryDto {
  /** `YYYY-MM-DD`; today when absent. */
  @IsOptional()
  @Matches(DAY)
  from?: string;

  /** Included; 30 days on when absent, 366 at most. */
  @IsOptional()
  @Matches(DAY)
  to?: string;
}

export class CalendarRowDto {
  @IsIn(['holiday', 'makeup'])
  kind!: 'holiday' | 'makeup';

  @Matches(DAY)
  from!: string;

  /** Included; one day when absent. */
  @IsOptional()
  @Matches(DAY)
  until?: string;

  @IsString()
  @Length(1, 50)
  name!: string;

  @IsOptional()
  @IsString()
  @Length(1, 80)
  nameEn?: string;
}

/** An official announcement: its days win within its coverage. */
export class AnnouncementDto {
  @Matches(/^[\w.-]{1,60}$/)
  version!: string;

  @Matches(DAY)
  coverageFrom!: string;

  @Matches(DAY)
  coverageUntil!: string;

  @IsArray()
  @ArrayMaxSize(400)
  @ValidateNested({ each: true })
  @Type(() => CalendarRowDto)
  rows!: CalendarRowDto[];
}

export class ClosureDto {
  @Matches(/^\d{2,15}$/)
  areaCode!: string;

  @Matches(DAY)
  from!: string;

  /** Included; one day when absent. */
  @IsOptional()
  @Matches(DAY)
  until?: string;

  @IsString()
  @Length(1, 100)
  reason!: string;
}
