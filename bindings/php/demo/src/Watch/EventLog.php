<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Database\Events\TransactionBeginning;
use Illuminate\Database\Events\TransactionRolledBack;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Events\CartCleared;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;

/**
 * The carts' events in the order in which they were fired.
 */
final class EventLog
{
    private const EVENTS = [
        CartCreated::class, CartCleared::class, CartUpdated::class, ItemAdded::class, ItemUpdated::class,
        ItemRemoved::class, CartConditionAdded::class, CartConditionRemoved::class,
    ];

    /** @var list<SeenEvent> */
    private array $events = [];

    private int $taken = 0;

    private int $beforeTheTransaction = 0;

    /**
     * To be called before the package's own listener subscribes, which answers an event with CartUpdated: who listens
     * later sees the answer first.
     */
    public function listenTo(Dispatcher $events): void
    {
        foreach (self::EVENTS as $event) {
            $events->listen($event, $this->see(...));
        }

        $events->listen(TransactionBeginning::class, function (): void {
            $this->beforeTheTransaction = count($this->events);
        });
        $events->listen(TransactionRolledBack::class, function (): void {
            foreach (array_slice($this->events, $this->beforeTheTransaction) as $event) {
                $event->rolledBack = true;
            }
        });
    }

    public function add(SeenEvent $event): void
    {
        $this->events[] = $event;
    }

    /**
     * What came since the last time this was asked.
     *
     * @return list<SeenEvent>
     */
    public function take(): array
    {
        $new = array_slice($this->events, $this->taken);
        $this->taken = count($this->events);

        return $new;
    }

    /**
     * @return list<SeenEvent>
     */
    public function of(string $cart): array
    {
        $events = array_filter($this->events, static fn (SeenEvent $event): bool => $event->cart === $cart);
        usort($events, static fn (SeenEvent $one, SeenEvent $other): int => $one->time <=> $other->time);

        return $events;
    }

    private function see(object $event): void
    {
        $about = match (true) {
            $event instanceof ItemAdded, $event instanceof ItemUpdated => "{$event->item->name} × {$event->item->quantity}",
            $event instanceof ItemRemoved => $event->item->name,
            $event instanceof CartConditionAdded, $event instanceof CartConditionRemoved
                => "{$event->condition->getName()} {$event->condition->getValue()}",
            default => '',
        };
        $this->add(new SeenEvent(
            class_basename($event),
            $event->cart->getIdentifier(),
            $about,
            Carbon::now('UTC')->format('Y-m-d\TH:i:s.v\Z'),
        ));
    }
}
