<?php

declare(strict_types=1);

namespace Cartwright\Demo\Narration;

use Cartwright\Demo\Terminal\Paint;
use Cartwright\Demo\Terminal\Terminal;
use Cartwright\Demo\Visitors\Visit;
use Cartwright\Demo\Watch\EventLog;
use Cartwright\Demo\Watch\Statement;
use Cartwright\Demo\Watch\StatementLog;
use Closure;
use Throwable;

/**
 * Tells what happens while it happens: the PHP that is run, what it gives, the statements it caused, the events it
 * fired. What is claimed is checked first.
 */
final class Narrator
{
    private int $chapters = 0;

    private int $claims = 0;

    /** @var list<Statement> of the last PHP that was run, those that are about rows */
    private array $lastStatements = [];

    /** @var array<string, true> what was shown in full once */
    private array $known = [];

    public function __construct(
        private readonly Terminal $terminal,
        private readonly StatementLog $statements,
        private readonly EventLog $events,
    ) {
    }

    public function chapter(string $title): void
    {
        $this->terminal->heading(++$this->chapters . '  ' . $title);
    }

    public function tell(string $paragraph): void
    {
        $this->terminal->paragraph($paragraph);
    }

    /**
     * A fact beside its label.
     */
    public function show(string $label, string $text, int $hanging = 0): void
    {
        $this->terminal->row($label, $text, hanging: $hanging);
    }

    /**
     * Code that runs elsewhere.
     */
    public function code(string $label, string $code): void
    {
        $this->terminal->row($label, $code, Paint::Code);
    }

    /**
     * Runs PHP and shows it, with all that came of it.
     *
     * @template T
     *
     * @param Closure(): T $php
     *
     * @return T
     */
    public function call(Closure $php): mixed
    {
        $this->begin($php);
        $result = $php();
        $this->terminal->row('gives', Description::of($result));
        $this->end();

        return $result;
    }

    /**
     * Runs PHP that is to be refused, and shows how.
     *
     * @param class-string<Throwable> $class
     */
    public function refusal(Closure $php, string $class): Throwable
    {
        $this->begin($php);

        try {
            $php();
        } catch (Throwable $refusal) {
            $this->terminal->row('throws', class_basename($refusal) . ': ' . $refusal->getMessage());
            $this->end();

            if (! $refusal instanceof $class) {
                throw new NotAsTold("That was to be refused with {$class}, not with " . $refusal::class, 0, $refusal);
            }

            return $refusal;
        }

        throw new NotAsTold("That was to be refused with {$class}, and was accepted");
    }

    /**
     * Shows what a browser has sent, what it got, and what came of it in the shop.
     */
    public function visit(Visit $visit): Visit
    {
        $this->terminal->gap();
        $this->terminal->row($visit->device, $visit->request, Paint::Code, 4);
        $this->terminal->row('answer', $visit->answer());
        $this->came($visit->statements, $visit->events);

        return $visit;
    }

    /**
     * Says a sentence if it is true.
     *
     * @throws NotAsTold
     */
    public function claim(bool $true, string $sentence, string $butSeen = ''): void
    {
        if (! $true) {
            throw new NotAsTold("This is not so: {$sentence}" . ($butSeen === '' ? '' : " It is: {$butSeen}"));
        }

        $this->claims++;
        $this->terminal->claim($sentence);
    }

    /**
     * @return list<Statement>
     */
    public function lastStatements(): array
    {
        return $this->lastStatements;
    }

    public function claims(): int
    {
        return $this->claims;
    }

    private function begin(Closure $php): void
    {
        $this->terminal->gap();
        $this->terminal->row('php', Source::of($php), Paint::Code, 4);
        $this->statements->take();
        $this->events->take();
    }

    private function end(): void
    {
        $this->came($this->statements->take(), $this->events->take());
    }

    /**
     * @param list<Statement> $statements
     * @param list<string> $events
     */
    private function came(array $statements, array $events): void
    {
        $this->lastStatements = array_values(array_filter(
            $statements,
            static fn (Statement $statement): bool => $statement->rows !== null,
        ));

        $before = null;
        $times = 1;

        foreach ([...$statements, null] as $statement) {
            if ($before !== null && $statement?->text() === $before->text()) {
                $times++;

                continue;
            }

            if ($before !== null) {
                $this->statement($before, $times);
            }

            $before = $statement;
            $times = 1;
        }

        if ($events !== []) {
            $this->terminal->row('events', implode(', ', $events));
        }
    }

    private function statement(Statement $statement, int $times): void
    {
        $text = isset($this->known[$statement->sql]) ? $statement->shortened() : $statement->text();
        $this->known[$statement->sql] = true;
        $outcome = $statement->outcome() === '' ? '' : " → {$statement->outcome()}";
        $this->terminal->row('sql', $text . $outcome . ($times > 1 ? ", {$times} times" : ''), hanging: 4);
    }
}
