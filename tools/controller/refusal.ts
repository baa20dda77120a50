/** Why a controller turns an agent away. The text is what the agent is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    message: string,
    /** What /wsagents/ answers to the upgrade request. */
    readonly httpStatus: 400 | 403 = 400,
  ) {
    super(message);
  }
}
