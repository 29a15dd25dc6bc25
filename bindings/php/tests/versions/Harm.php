<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use Cartwright\Tests\processes\Servant;
use Closure;

/**
 * What is done to the Redis in the middle of a race.
 */
enum Harm: string
{
    /** It stands still for longer than the engine waits for an answer. */
    case PauseServer = 'pause-server';

    /** It is killed with -9, and started again with what it has kept. */
    case KillServer = 'kill-server';

    /** How long a server that was killed is away. */
    private const AWAY_SECONDS = 0.5;

    /** Longer than the engine waits. */
    private const PAUSE_SECONDS = 3.0;

    /**
     * @param Closure(float): void $wait some seconds, in which the race goes on
     */
    public function strike(Closure $wait): void
    {
        $servant = Servant::called();

        if ($this === self::PauseServer) {
            $servant->ask('pause redis');
            $wait(self::PAUSE_SECONDS);
            $servant->ask('resume redis');

            return;
        }

        $servant->ask('kill redis');
        $wait(self::AWAY_SECONDS);
        $servant->ask('again redis');
    }
}
