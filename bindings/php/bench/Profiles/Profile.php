<?php

declare(strict_types=1);

namespace Cartwright\Bench\Profiles;

use Cartwright\Bench\Goods;
use Cartwright\Bench\Samples;
use Cartwright\Bench\Shop;
use Cartwright\Bench\Shopper;
use Closure;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Models\CartItem;

/**
 * Does by hand, part by part, what an operation of Cart does on a kind of storage, with the same objects and calls, and
 * takes the time of each part. What the whole takes beyond their sum is the way between them: methods, closures, small
 * objects.
 */
abstract class Profile
{
    protected int $round = 0;

    protected readonly Cart $cart;

    /** Where the parts of the operation go that is done at the moment. */
    protected Samples $samples;

    /**
     * @param string $identifier of a cart of so many items that nobody else uses
     */
    public function __construct(
        protected readonly Shop $shop,
        protected readonly string $identifier,
        protected readonly int $items,
    ) {
        $this->samples = new Samples();
        $this->cart = $shop->cart($identifier);
    }

    public static function of(Shop $shop, string $identifier, int $items): self
    {
        return match ($shop->driver) {
            'session', 'cache', 'cache-redis' => new HostedProfile($shop, $identifier, $items),
            'database', 'database-default' => new DatabaseProfile($shop, $identifier, $items),
            default => new EngineProfile($shop, $identifier, $items),
        };
    }

    /**
     * All operations once, in the order in which the bench does them: what comes before an operation, a commit for one,
     * decides how cold the processor is. The parts of one of them are taken down.
     */
    public function run(string $operation, bool $cold, Samples $samples): void
    {
        $this->round++;

        foreach (Shopper::OPERATIONS as $each) {
            $this->samples = $each === $operation ? $samples : new Samples();
            $this->begin($cold);
            $this->{$each}($cold);
            $this->end($cold);
        }
    }

    /**
     * Before an operation, in a cart that is dropped after it or in one that was used before.
     */
    abstract protected function begin(bool $cold): void;

    abstract protected function end(bool $cold): void;

    abstract protected function add(bool $cold): void;

    abstract protected function update(bool $cold): void;

    abstract protected function remove(bool $cold): void;

    abstract protected function addCondition(bool $cold): void;

    abstract protected function total(bool $cold): void;

    abstract protected function content(bool $cold): void;

    /**
     * @return array{string, string, float, int, array<string, mixed>} the arguments of add()
     */
    protected function newItem(): array
    {
        return Goods::item($this->items + 1);
    }

    protected function changed(): string
    {
        return Goods::id(1 + intdiv($this->items, 3));
    }

    protected function step(): int
    {
        return $this->round % 2 === 0 ? -1 : 1;
    }

    protected function coupon(): CartCondition
    {
        return new CartCondition(...Goods::COUPONS[$this->round % 2]);
    }

    protected function tellOfItem(CartItem $item, string $event): void
    {
        /** @var class-string<ItemAdded|ItemUpdated|ItemRemoved> $event */
        $this->tell(new $event($item, $this->cart));
    }

    protected function tellOfCondition(CartCondition $condition): void
    {
        $this->tell(new CartConditionAdded($condition, $this->cart));
    }

    protected function part(string $name, Closure $work): mixed
    {
        return $this->samples->time($name, $work);
    }

    private function tell(object $event): void
    {
        $this->part('events and their listeners', fn () => $this->shop->events->dispatch($event));
    }
}
