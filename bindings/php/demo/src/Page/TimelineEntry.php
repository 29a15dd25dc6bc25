<?php

declare(strict_types=1);

namespace Cartwright\Demo\Page;

use Cartwright\Demo\Watch\SeenEvent;

/**
 * An event as the page shows it, with the CartUpdated that it was followed by.
 */
final class TimelineEntry
{
    public bool $updatedTheCart = false;

    private function __construct(public readonly SeenEvent $event)
    {
    }

    /**
     * @param list<SeenEvent> $events
     *
     * @return list<self>
     */
    public static function all(array $events): array
    {
        $entries = [];

        foreach ($events as $event) {
            if ($event->name === 'CartUpdated' && $entries !== []) {
                $entries[array_key_last($entries)]->updatedTheCart = true;
            } else {
                $entries[] = new self($event);
            }
        }

        return $entries;
    }

    public function clock(): string
    {
        return substr($this->event->time, 11, 12);
    }

    public function says(): string
    {
        return Amount::signed($this->event->about === '' ? 'The cart' : $this->event->about);
    }
}
