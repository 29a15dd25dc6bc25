<?php

declare(strict_types=1);

namespace App\Listeners;

use App\Models\JournalEntry;
use Illuminate\Contracts\Events\Dispatcher;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Events\CartCleared;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;

/**
 * Writes down what happens to carts, for the page on which a customer sees it.
 */
final class KeepJournal
{
    public function subscribe(Dispatcher $events): void
    {
        $events->listen(CartCreated::class, fn (CartCreated $event) => $this->note($event, $event->cart, ''));
        $events->listen(CartCleared::class, fn (CartCleared $event) => $this->note($event, $event->cart, ''));
        $events->listen(ItemRemoved::class, fn (ItemRemoved $event)
            => $this->note($event, $event->cart, $event->item->name));
        $events->listen([ItemAdded::class, ItemUpdated::class], fn (ItemAdded|ItemUpdated $event)
            => $this->note($event, $event->cart, "{$event->item->name} × {$event->item->quantity}"));
        $events->listen(
            [CartConditionAdded::class, CartConditionRemoved::class],
            fn (CartConditionAdded|CartConditionRemoved $event)
                => $this->note($event, $event->cart, (string) $event->condition->getName()),
        );
        $events->listen(CartMerged::class, $this->merged(...));
    }

    /**
     * What happened to a visitor's cart belongs to the customer's from now on.
     */
    private function merged(CartMerged $event): void
    {
        JournalEntry::query()->of($event->sourceCart)->update(['cart' => $event->targetCart->getIdentifier()]);
        $this->note($event, $event->targetCart, "{$event->totalItemsMerged} pieces, {$event->mergeStrategy}");
    }

    private function note(object $event, Cart $cart, string $about): void
    {
        JournalEntry::query()->insert([
            'cart' => $cart->getIdentifier(),
            'instance' => $cart->instance(),
            'event' => class_basename($event),
            'about' => $about,
            'device' => (string) (app()->runningInConsole() ? 'The shop' : request()->userAgent()),
            'time' => now('UTC')->format('Y-m-d\TH:i:s.v\Z'),
        ]);
    }
}
