<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use RuntimeException;

/**
 * A process of a race, seen from the one who leads it.
 *
 * @internal
 */
final class Worker
{
    /** @var resource */
    private $process;

    /** @var ?resource */
    private $input;

    /** @var resource it says a line for everything it does */
    public readonly mixed $output;

    private readonly string $errors;

    public bool $isReady = false;

    /** When it is to go on, by the clock of the machine; null if it was not stopped. */
    public ?float $goesOnAt = null;

    private bool $isKilled = false;

    public int $made = 0;

    public function __construct(public readonly Task $task, string $artisan)
    {
        $this->errors = (string) tempnam($task->ground->folder, 'errors');
        $process = proc_open(
            [PHP_BINARY, $artisan, 'versions:worker', $task->toText(), '--no-ansi'],
            [['pipe', 'r'], ['pipe', 'w'], ['file', $this->errors, 'a']],
            $pipes,
            dirname($artisan),
        );
        $this->process = $process ?: throw new RuntimeException('A process could not be started');
        [$this->input, $this->output] = $pipes;
    }

    public function __destruct()
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process, Signal::KILL);
        }
    }

    public function goOn(): void
    {
        $this->input === null || @fwrite($this->input, Orders::GO . "\n");
    }

    public function stopUntil(float $time): void
    {
        proc_terminate($this->process, Signal::stop());
        $this->goesOnAt = $time;
    }

    public function continue(): void
    {
        $this->goesOnAt = null;
        proc_terminate($this->process, Signal::continue());
        $this->goOn();
    }

    public function kill(): void
    {
        $this->isKilled = true;
        proc_terminate($this->process, Signal::KILL);
    }

    /**
     * The race is over for it.
     */
    public function dismiss(): void
    {
        $this->goesOnAt === null || $this->continue();
        $this->input === null || fclose($this->input);
        $this->input = null;
    }

    /**
     * When its output has ended. Says what is wrong with how it ended.
     */
    public function end(): ?string
    {
        $this->dismiss();
        fclose($this->output);
        $code = proc_close($this->process);

        if ($this->isKilled || $code === 0) {
            return null;
        }

        return "a {$this->task->role->value} ended with {$code}: " . trim(substr((string) file_get_contents($this->errors), -500));
    }

    public function isKilled(): bool
    {
        return $this->isKilled;
    }
}
