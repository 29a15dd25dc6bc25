<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use Cartwright\Tests\processes\Servant;

/**
 * What is done to the Redis in the middle of a race.
 */
enum Harm: string
{
    /** It stands still for longer than the engine waits for an answer. */
    case PauseServer = 'pause-server';

    /** It is killed with -9, and started again with what it has kept. */
    case KillServer = 'kill-server';

    /** Longer than the engine waits. */
    private const PAUSE_MILLISECONDS = 3000;

    public function strike(): void
    {
        $servant = Servant::called();

        if ($this === self::PauseServer) {
            $servant->ask('pause redis');
            usleep(self::PAUSE_MILLISECONDS * 1000);
            $servant->ask('resume redis');

            return;
        }

        $servant->ask('kill redis');
        $servant->ask('again redis');
    }
}
