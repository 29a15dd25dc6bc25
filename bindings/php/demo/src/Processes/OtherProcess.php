<?php

declare(strict_types=1);

namespace Cartwright\Demo\Processes;

use Cartwright\Demo\Narration\NotAsTold;

/**
 * Another PHP process, with a Laravel application of its own, on the same database. It says that it is ready, begins
 * when it is told to, and answers with one line.
 */
final class OtherProcess
{
    private const SECONDS = 120;

    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes;

    public function __construct(private readonly string $task, string ...$arguments)
    {
        $command = [PHP_BINARY, dirname(__DIR__, 2) . '/another-process.php', $task, ...$arguments];
        // What it says on its standard error goes where this process's goes.
        $process = proc_open($command, [0 => ['pipe', 'r'], 1 => ['pipe', 'w']], $pipes);

        if ($process === false) {
            throw new NotAsTold('This machine did not start a second PHP process.');
        }

        $this->process = $process;
        $this->pipes = $pipes;

        if ($this->line() !== 'ready') {
            throw new NotAsTold("The other process ({$task}) did not start.");
        }
    }

    public function begin(): self
    {
        fwrite($this->pipes[0], "go\n");

        return $this;
    }

    /**
     * Waits for the answer and the end of the process.
     *
     * @return array<string, mixed>
     */
    public function answer(): array
    {
        $answer = json_decode($this->line(), true);
        array_map(fclose(...), $this->pipes);
        $code = proc_close($this->process);

        if ($code !== 0 || ! is_array($answer)) {
            throw new NotAsTold("The other process ({$this->task}) failed with exit code {$code}.");
        }

        return $answer;
    }

    private function line(): string
    {
        $reading = [$this->pipes[1]];
        $none = [];

        if (stream_select($reading, $none, $none, self::SECONDS) !== 1) {
            proc_terminate($this->process);

            throw new NotAsTold("The other process ({$this->task}) said nothing for " . self::SECONDS . ' seconds.');
        }

        return trim((string) fgets($this->pipes[1]));
    }
}
