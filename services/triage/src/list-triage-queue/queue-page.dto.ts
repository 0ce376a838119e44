import { IsOptional, IsUUID } from 'class-validator';
import { PageSizeDto } from '#chassis/page-size.dto.js';

export class QueuePageDto extends PageSizeDto {
  /** `next` of the page before. */
  @IsOptional()
  @IsUUID()
  after?: string;
}
