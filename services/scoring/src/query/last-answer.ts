/** How long an answer is good for, as many times as long as it took to find. */
const goodForTimes = 5;

interface Answered<Question, Answer> {
  readonly question: Question;
  readonly answer: Promise<Answer>;
  goodUntil: number;
}

/** Keeps the last answer to what takes long to find out: whoever asks the same again at once gets it too. */
export class LastAnswer<Question, Answer> {
  private last: Answered<Question, Answer> | undefined;

  /** @param clock in milliseconds */
  constructor(
    private readonly find: (question: Question) => Promise<Answer>,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** The answer that is still good, whatever was asked. */
  get present(): Promise<Answer> | undefined {
    return this.last !== undefined && this.clock() < this.last.goodUntil ? this.last.answer : undefined;
  }

  to(question: Question): Promise<Answer> {
    return (this.last?.question === question ? this.present : undefined) ?? this.anew(question);
  }

  async anew(question: Question): Promise<Answer> {
    const asked = this.clock();
    const answered = { question, answer: this.find(question), goodUntil: Number.POSITIVE_INFINITY };
    this.last = answered;
    try {
      await answered.answer;
    } catch (error) {
      if (this.last === answered) this.last = undefined;
      throw error;
    }
    const found = this.clock();
    answered.goodUntil = found + (found - asked) * goodForTimes;
    return answered.answer;
  }
}
