<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Illuminate\Contracts\Container\Container;
use RuntimeException;

/**
 * What a process answers that does one thing and ends.
 *
 * @internal
 */
final class Answers
{
    /** So much is told of what a process said that has failed. */
    private const MOST = 2000;

    /**
     * @return array<string, mixed>
     */
    public static function of(Container $app, Task $task): array
    {
        $worker = new Worker($task, Artisan::path($app));
        $said = (string) stream_get_contents($worker->output);
        $wrong = $worker->end();
        $answer = json_decode($said, true);

        return is_array($answer) && $wrong === null ? $answer : throw new RuntimeException(
            trim(($wrong ?? 'a process has no answer') . ' ' . substr($said, 0, self::MOST)),
        );
    }
}
