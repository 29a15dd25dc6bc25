<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use RuntimeException;

/**
 * Work of many processes that begin together.
 *
 * @internal
 */
final class AtOnce
{
    public static function isPossible(): bool
    {
        return function_exists('pcntl_fork') && function_exists('posix_kill');
    }

    /**
     * @param callable(int): string $work of a process, by its number; it may be any text
     *
     * @return list<string> what each has answered
     *
     * @throws RuntimeException if a process cannot be had, or ends before it has answered
     */
    public static function run(int $processes, callable $work): array
    {
        $children = [];

        foreach (range(0, $processes - 1) as $process) {
            [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            $child = pcntl_fork();

            if ($child === -1) {
                throw new RuntimeException('the system has no process to spare');
            }

            if ($child === 0) {
                try {
                    // When all are there; where one could not be had there is nothing to begin.
                    fgets($theirs) === false || fwrite($theirs, 'done:' . $work($process));
                } finally {
                    // Nothing of the parent is to be shut down from here, and nothing caught by what caught for it.
                    posix_kill(getmypid(), SIGKILL);
                }
            }

            fclose($theirs);
            $children[$child] = $ours;
        }

        array_map(static fn ($ours) => fwrite($ours, "begin\n"), $children);
        $answers = [];

        foreach ($children as $child => $ours) {
            $answers[] = (string) stream_get_contents($ours);
            pcntl_waitpid($child, $status);
        }

        foreach ($answers as $answer) {
            str_starts_with($answer, 'done:') || throw new RuntimeException('a process ended before it had answered');
        }

        return array_map(static fn (string $answer): string => substr($answer, 5), $answers);
    }
}
