<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * What is done in the middle of a run.
 */
enum Harm: string
{
    /** The server is killed with -9 and started again. */
    case KillServer = 'kill-server';

    /** The server is stopped for longer than anybody waits for an answer. */
    case PauseServer = 'pause-server';

    /** The server has no memory left, for a while. */
    case FillServer = 'fill-server';

    /** Processes are killed with -9 again and again; another one goes on in the place of each. */
    case KillCallers = 'kill-callers';

    /** Longer than the engine waits for a Redis: two seconds for an answer, five for all attempts. */
    private const PAUSE_MILLISECONDS = 8000;

    /** Whoever goes by Laravel's connections waits for as long as it takes. */
    private const SHORT_PAUSE_MILLISECONDS = 3000;

    /** How long a server stays full. */
    private const FULL_MILLISECONDS = 1500;

    public function isOfServer(): bool
    {
        return $this !== self::KillCallers;
    }

    /**
     * Does it, and returns when it is over: when the server answers again. Answers for how many milliseconds it did not.
     *
     * @param callable(): void $begun what is done as soon as there is harm
     */
    public function strike(Servant $servant, string $driver, callable $begun): float
    {
        $server = Places::server($driver);
        $pause = $driver === 'redis' ? self::PAUSE_MILLISECONDS : self::SHORT_PAUSE_MILLISECONDS;
        [$harm, $pause, $repair] = match ($this) {
            self::KillServer => ['kill', 0, 'again'],
            self::PauseServer => ['pause', $pause, 'resume'],
            self::FillServer => ['fill', self::FULL_MILLISECONDS, 'empty'],
        };
        $servant->ask("{$harm} {$server}");
        $since = hrtime(true);
        $begun();
        usleep($pause * 1000);
        $servant->ask("{$repair} {$server}");

        return (hrtime(true) - $since) / 1e6;
    }
}
