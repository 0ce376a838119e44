import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, Matches } from 'class-validator';
import { ExactlyOneOf } from '#chassis/fields-given.js';
import { normalisedPhone } from '../submit-request/contact-phone.js';
import { IsContactPhone } from '../submit-request/is-contact-phone.js';

/** The whole number, or its last four digits. */
@ExactlyOneOf('phone', 'lastFour')
export class PhoneDto {
  @ApiProperty({ type: 'string', maxLength: 40, example: '13800138000', required: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? normalisedPhone(value) : value))
  @IsContactPhone()
  phone?: string;

  @IsOptional()
  @Matches(/^\d{4}$/)
  lastFour?: string;
}
