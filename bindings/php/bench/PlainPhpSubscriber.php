<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * Each event that changes a PlainPhpCart is followed by a PlainPhpCartUpdated, as DispatchCartUpdated does for the cart.
 */
final class PlainPhpSubscriber
{
    public function handle(
        PlainPhpItemAdded|PlainPhpItemUpdated|PlainPhpItemRemoved|PlainPhpConditionAdded $event,
    ): void {
        event(new PlainPhpCartUpdated($event->cart));
    }

    /**
     * @return array<class-string, string>
     */
    public function subscribe(): array
    {
        return [
            PlainPhpItemAdded::class => 'handle',
            PlainPhpItemUpdated::class => 'handle',
            PlainPhpItemRemoved::class => 'handle',
            PlainPhpConditionAdded::class => 'handle',
        ];
    }
}
