export interface CatalogueEntry {
  readonly status: number;
  /** Title in Chinese and English. */
  readonly zh: string;
  readonly en: string;
  /** What the caller can do about it. */
  readonly remedyZh: string;
  readonly remedyEn: string;
  /** Another service's event may still be on its way: the command is decided again for a moment before it is refused. */
  readonly mayBeBehind?: boolean;
}

const entry = (
  status: number,
  zh: string,
  en: string,
  remedyZh: string,
  remedyEn: string,
  mayBeBehind = false,
): CatalogueEntry => ({ status, zh, en, remedyZh, remedyEn, ...(mayBeBehind ? { mayBeBehind } : {}) });

// One line an entry keeps the additions of several services apart.
// prettier-ignore
export const catalogue = {
  // ── the door (every service) ──
  validation_failed: entry(400, '提交的内容不合要求', 'The input is not valid', '按 errors 中逐项说明修改后重新提交。', 'Mend what errors names, then send it again.'),
  malformed_json: entry(400, '正文不是合法的 JSON', 'The body is not well-formed JSON', '检查正文的语法和编码（UTF-8）。', 'Check the syntax and the encoding (UTF-8) of the body.'),
  bad_request: entry(400, '请求无法理解', 'The call cannot be understood', '检查请求行与请求头。', 'Check the request line and the headers.'),
  unauthenticated: entry(401, '未登录或令牌无效', 'No valid token', '用有效的访问令牌重试。', 'Call again with a valid access token.'),
  forbidden: entry(403, '没有此项权限', 'Not permitted', '请有权限的人员办理。', 'Ask somebody whose role permits it.'),
  not_found: entry(404, '没有找到', 'Not found', '检查地址。', 'Check the address.'),
  method_not_allowed: entry(405, '此地址不支持该方法', 'The method is not allowed here', '使用 Allow 头列出的方法。', 'Use a method the Allow header names.'),
  not_acceptable: entry(406, '无法给出所要求的格式', 'No representation as asked for', '调整 Accept 头。', 'Change the Accept header.'),
  payload_too_large: entry(413, '正文太大', 'The body is too large', '把正文减到 1 MiB 以内。', 'Keep the body within 1 MiB.'),
  uri_too_long: entry(414, '地址太长', 'The address is too long', '缩短地址或参数。', 'Shorten the address or its parameters.'),
  unsupported_media_type: entry(415, '不支持的内容类型', 'The media type is not supported', '以 application/json 提交。', 'Send application/json.'),
  precondition_required: entry(428, '缺少 If-Match', 'If-Match is missing', '先读取诉求，再带上其 ETag 提交。', 'Read the request first and send its ETag as If-Match.'),
  precondition_failed: entry(412, '诉求已有变动', 'The request has changed meanwhile', '重新读取诉求，核对后再提交。', 'Read the request again, look at it, then decide anew.'),
  too_many_requests: entry(429, '请求过于频繁', 'Too many calls', '按 Retry-After 等待后重试。', 'Wait as Retry-After says.'),
  headers_too_large: entry(431, '请求头太大', 'The headers are too large', '缩短请求头。', 'Shorten the headers.'),
  idempotency_key_invalid: entry(400, 'Idempotency-Key 不合要求', 'The Idempotency-Key is not valid', '使用 1 至 200 个可见的 ASCII 字符。', 'Use 1 to 200 visible ASCII characters.'),
  idempotency_key_reused: entry(422, '同一 Idempotency-Key 已用于其他内容', 'The Idempotency-Key was used for another payload', '换一个新的 Idempotency-Key。', 'Take a new Idempotency-Key.'),
  internal: entry(500, '内部错误', 'Internal error', '稍后重试；如仍出错，请告知 traceId。', 'Try again later; if it stays, report the traceId.'),
  bad_gateway: entry(502, '后端服务没有正常应答', 'A service behind gave no proper answer', '稍后重试。', 'Try again later.'),
  database_unavailable: entry(503, '数据库暂时不可用', 'The database is away for the moment', '按 Retry-After 等待后重试。', 'Wait as Retry-After says.'),
  keys_unavailable: entry(503, '暂时无法核验令牌', 'Tokens cannot be checked for the moment', '按 Retry-After 等待后重试。', 'Wait as Retry-After says.'),
  not_ready: entry(503, '服务尚未就绪', 'The service is not ready', '按 Retry-After 等待后重试。', 'Wait as Retry-After says.'),

  // ── any service, about a request ──
  request_not_found: entry(404, '没有找到这件诉求', 'No such request', '核对编号。', 'Check the id.', true),
  not_assigned_yet: entry(409, '诉求尚未派单', 'The request is not assigned yet', '等待派单后再办。', 'Wait until it is assigned.', true),
  not_resolved_yet: entry(409, '诉求尚未办结待确认', 'The request is not resolved yet', '等待承办人提交办理结果。', 'Wait until the officer says it is resolved.', true),
  already_closed: entry(409, '诉求已办结', 'The request is closed', '如有新情况，请另行提交。', 'Submit a new request if there is more to say.'),
  already_withdrawn: entry(409, '诉求已撤回', 'The request was withdrawn', '如仍需办理，请另行提交。', 'Submit a new request if it is still needed.'),
  already_declined: entry(409, '诉求未予受理', 'The request was declined', '按告知的渠道办理。', 'Use the way that was named with the decision.'),
  unknown_area: entry(400, '没有这个区划', 'No such area', '核对区划代码。', 'Check the area code.'),

  // ── intake ──
  only_the_requester: entry(403, '只有诉求人本人可以答复', 'Only the requester may say so', '请诉求人本人（或代为提交的人员）办理。', 'Leave it to whoever submitted the request.'),
  already_confirmed: entry(409, '诉求人已确认解决', 'The solution was confirmed already', '如有新情况，请另行提交。', 'Submit a new request if there is more to say.'),
  on_the_spot_not_here: entry(403, '不能在此登记当场办结', 'Cannot be recorded as answered on the spot here', '由 facts.levels 所列层级的经办人在本辖区内登记；否则按一般诉求提交。', 'Leave it to an officer of a level facts.levels lists, within the own area; or submit it as an ordinary request.'),
  no_closing_exception_pending: entry(409, '没有待裁定的例外办结', 'No closing exception is waiting for a decision', '重新读取诉求。', 'Read the request again.'),
  contact_withheld: entry(403, '诉求人要求对经办方保密', 'The requester asked not to be known to staff', '通过系统通知或补充渠道联系。', 'Reach the requester by notices.'),
  no_contact_left: entry(409, '没有留下联系方式', 'No contact was left', '在诉求的经过中答复。', 'Answer within the request.'),

  // ── triage ──
  not_in_triage: entry(409, '诉求不在待分类队列中', 'The request is not waiting for triage', '它已经分类、不予受理或撤回。', 'It was classified, declined or withdrawn already.'),

  // ── assignment ──
  past_assignment: entry(409, '该次派单已结束', 'That assignment has ended', '重新读取诉求，查看现由谁承办。', 'Read the request again to see who holds it now.'),
  opinion_required: entry(409, '须先出具书面办理意见', 'The written handling opinion is needed first', '先提交办理意见。', 'Give the handling opinion first.'),
  not_your_assignment: entry(403, '不是您承办的诉求', 'Not your assignment', '请承办单位办理。', 'Leave it to the office that holds it.'),
  already_resolved: entry(409, '已提交办理结果', 'Already resolved', '等待诉求人确认。', 'Wait for the requester to confirm.'),
  return_too_late: entry(409, '已过退单时限', 'The time for a return has passed', '继续办理，或请求上级支援。', 'Go on with it, or ask for help.'),
  return_refused: entry(409, '退单未获同意，不能再退', 'The return was refused; it cannot be asked again', '继续办理，或请求上级支援。', 'Go on with it, or ask for help.'),
  no_return_pending: entry(409, '没有待裁定的退单', 'No return is waiting for a decision', '重新读取诉求。', 'Read the request again.'),
  not_one_level_up: entry(403, '须由上一级裁定', 'One level up decides', '请上一级办理。', 'Leave it to the level above.'),
  no_higher_level: entry(409, '已无更高层级', 'There is no higher level', '在本级办理，或指明单位。', 'Solve it here, or name an office.'),
  unknown_reason_code: entry(422, '没有这个事由代码', 'No such reason code', '使用 facts.allowed 列出的代码。', 'Use a code facts.allowed lists.'),
  unknown_office: entry(422, '没有这个单位', 'No such office', '核对单位代码。', 'Check the code of the office.'),
  unknown_officer: entry(422, '没有这位经办人', 'No such officer', '核对经办人编号。', 'Check the id of the officer.'),
  not_same_level: entry(422, '不在同一层级', 'Not on the same level', '转给同级单位；要上交请用求助。', 'Transfer within the level; to hand it up, ask for help.'),
  already_holder: entry(409, '已由其承办', 'Holds it already', '选择另一位经办人。', 'Choose another officer.'),
  office_vacant: entry(409, '该单位无人在岗', 'Nobody of that office is present', '选择另一个单位。', 'Choose another office.'),
  officer_absent: entry(409, '该经办人不在岗', 'That officer is absent', '选择另一位经办人。', 'Choose another officer.'),
  registry_entry_not_found: entry(404, '登记中没有这一项', 'No such entry in the registry', '核对代码。', 'Check the code.'),
  registry_entry_in_use: entry(409, '仍被其他登记项引用', 'Other entries still refer to it', '先移走引用它的项。', 'Move what refers to it first.'),
  import_refused: entry(422, '文件有误，未写入任何内容', 'The file has faults; nothing was written', '按 errors 逐行修改后重新导入。', 'Mend the lines errors names, then import it again.'),

  // ── escalation ──
  extension_after_expiry: entry(409, '期限已过，不能申请延期', 'The deadline has passed; no extension', '按升级后的期限办理。', 'Work to the deadline of the next level.'),
  deadlines_not_set_yet: entry(409, '该次派单的期限尚未确定', 'The deadlines of that assignment are not set yet', '稍后重试。', 'Try again in a moment.', true),
  extension_not_here: entry(409, '此级期限不能延期', 'No extension on this rung', '在期限内答复。', 'Reply within the deadline.'),
  extension_pending: entry(409, '已有待裁定的延期申请', 'An extension is waiting for a decision', '等待上一级裁定。', 'Wait for the decision of one level up.'),
  extension_used_up: entry(409, '延期次数已用完', 'No further extension is allowed', '在期限内办理，或请求上级协助。', 'Work to the deadline, or ask for help.'),
  extension_not_later: entry(422, '延期时间须晚于现有期限', 'The date must be later than the deadline', '选择晚于 facts.dueAt 的时间。', 'Choose a time after facts.dueAt.'),
  extension_too_long: entry(422, '延期超过最长时限', 'The extension is longer than allowed', '选择不晚于 facts.latest 的时间。', 'Choose a time up to facts.latest.'),
  no_extension_pending: entry(409, '没有待裁定的延期申请', 'No extension is waiting for a decision', '重新读取诉求。', 'Read the request again.'),
  request_paused: entry(409, '诉求已挂账', 'The request is paused', '到 facts.until 自动恢复后再办。', 'Wait until facts.until, when it resumes by itself.'),
  pause_after_expiry: entry(409, '期限已过，不能挂账', 'A deadline has passed; no pause', '按升级后的期限办理。', 'Work to the deadline of the next level.'),
  pause_too_long: entry(422, '挂账超过最长时限', 'The pause is longer than allowed', '选择不晚于 facts.latest 的时间。', 'Choose a time up to facts.latest.'),
  not_in_the_future: entry(422, '时间须在将来', 'The time must lie in the future', '选择晚于 facts.now 的时间。', 'Choose a time after facts.now.'),
  supervision_open: entry(409, '已在督办中', 'It is supervised already', '等待答复。', 'Wait for the reply.'),
  no_supervision_open: entry(409, '没有待答复的督办', 'No supervision waits for a reply', '重新读取诉求。', 'Read the request again.'),
  calendar_invalid: entry(422, '日历有误，未写入', 'The calendar has faults; nothing was written', '按 detail 修改后重新导入。', 'Mend what the detail names, then import it again.'),
  calendar_version_known: entry(409, '该版本的日历已导入，内容不同', 'That version was imported with other content', '换一个版本号。', 'Take another version.'),

  // ── notification ──
  notice_not_found: entry(404, '没有找到这条通知', 'No such notice', '核对编号。', 'Check the id.'),
  notice_not_undeliverable: entry(409, '这条通知无需人工告知', 'This notice does not wait for a person', '重新读取待人工告知的通知。', 'Read the list of undeliverable notices again.'),
  signature_invalid: entry(401, '签名无效', 'The signature is not valid', '用约定的密钥对原文重新签名。', 'Sign the payload anew with the agreed secret.'),

  // ── ledger ──
  not_known_yet: entry(404, '这里还没有读到这件诉求', 'The request is not known here yet', '刚提交的诉求按 Retry-After 等待后重试；其他的核对编号。', 'If it was submitted, wait as Retry-After says; otherwise check the id.'),

  // ── gateway ──
  service_unavailable: entry(503, '有关服务暂时不可用', 'The service that answers this is away for the moment', '按 Retry-After 等待后重试。', 'Wait as Retry-After says.'),
  not_settled: entry(503, '系统未能在时限内静止', 'The system did not come to rest in time', '查看 facts 中的原因,恢复有关服务后重试。', 'See the reasons in facts, bring the services back, try again.'),
  clock_is_real: entry(409, '时钟为真实时间，不能设置', 'The clock is real and cannot be set', '以 --clock=running 或 --clock=stepped 启动。', 'Start with --clock=running or --clock=stepped.'),
} as const satisfies Record<string, CatalogueEntry>;

export type ProblemCode = keyof typeof catalogue;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(catalogue, code);

export const entryOf = (code: ProblemCode): CatalogueEntry => catalogue[code];
