<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Console\Scheduling\Event;

/**
 * Of what is scheduled one run at a time, and of many machines one. Where each machine has a store of its own, each does it for its
 * own.
 *
 * @internal
 */
final class OneAtATime
{
    /**
     * @param string $name what runs of one machine are told apart by
     */
    public static function of(Event $event, string $name, bool $isOfThisMachine): Event
    {
        if (! $isOfThisMachine) {
            return $event->withoutOverlapping()->onOneServer();
        }

        $digest = sha1((string) $event->command . gethostname());
        // What keeps runs from overlapping is in a cache that machines may share.
        method_exists($event, 'createMutexNameUsing') && $event->createMutexNameUsing("{$name}-{$digest}");

        return $event->withoutOverlapping();
    }
}
