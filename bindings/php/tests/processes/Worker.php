<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use RuntimeException;

/**
 * A process that does its task, seen from the one that has started it.
 */
final class Worker
{
    /** @var resource */
    private $process;

    /** @var resource */
    private $input;

    /** @var resource it says a line for each operation that is done */
    public readonly mixed $output;

    public function __construct(public readonly Task $task)
    {
        $process = proc_open(
            [PHP_BINARY, __DIR__ . '/worker.php', base64_encode(serialize($task))],
            // What it says of errors goes where ours goes. Handing it STDERR would set a file that is written to back.
            [['pipe', 'r'], ['pipe', 'w']],
            $pipes,
        );
        $this->process = $process ?: throw new RuntimeException('A process could not be started');
        [$this->input, $this->output] = $pipes;
    }

    public function __destruct()
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process, SIGKILL);
        }
    }

    public function awaitReady(): void
    {
        fgets($this->output) === "ready\n" || throw new RuntimeException(
            "Process {$this->task->process} could not begin",
        );
    }

    public function goOn(): void
    {
        fwrite($this->input, "go on\n");
    }

    /**
     * With -9, wherever it is.
     */
    public function kill(): void
    {
        proc_terminate($this->process, SIGKILL);
        fclose($this->input);
        fclose($this->output);
        proc_close($this->process);
    }

    /**
     * When its output has ended.
     */
    public function end(): void
    {
        fclose($this->input);
        fclose($this->output);
        $code = proc_close($this->process);
        $code === 0 || throw new RuntimeException("Process {$this->task->process} ended with code {$code}");
    }
}
