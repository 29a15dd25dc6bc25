<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Support\Collection;
use InvalidArgumentException;

/**
 * What the native cart is compared with: a cart in plain PHP that does what the original `masyukai/cart` does, so that
 * both can be measured in the same run, on the same storage, with the same events.
 *
 * It is not the original's code. It is written from a description of its behaviour: it keeps nothing between two calls,
 * so each call asks the storage, makes every item anew with its checks and its three readings of the settings, and a
 * change stores all of them again. What the storage is asked is the original's: 3 times for a change or for total(), 10
 * times for content(). It is written straight, as one would write it, and nothing in it is made slow on purpose; where
 * the description leaves open how often something is done it is done once. Its Money is smaller than the original's, and
 * it leaves out what an add or an update that succeeds does not need.
 */
final class PlainPhpCart
{
    public function __construct(
        private readonly PlainPhpStorage $storage,
        private readonly Dispatcher $events,
        private readonly string $instance = 'default',
    ) {
    }

    /**
     * @param array<string, mixed> $attributes
     */
    public function add(
        string $id,
        string $name,
        float|int|string $price,
        int $quantity = 1,
        array $attributes = [],
    ): PlainPhpItem {
        if (is_string($price)) {
            $price = str_replace([',', '$', '€', '£', '¥', '₹', 'RM', ' '], '', $price);
            $price = str_contains($price, '.') ? (float) $price : (int) $price;
        }

        $items = $this->items();
        $item = new PlainPhpItem($id, $name, $price, $quantity, $attributes);

        if ($items->has($id)) {
            $item = $item->setQuantity($items->get($id)->quantity + $quantity);
        }

        $items->put($id, $item);
        $this->storeItems($items);
        $this->events->dispatch(new PlainPhpItemAdded($item, $this));

        return $item;
    }

    /**
     * @param array{quantity: int} $data by how much
     */
    public function update(string $id, array $data): ?PlainPhpItem
    {
        $items = $this->items();

        if (! $items->has($id)) {
            return null;
        }

        $item = $items->get($id);
        $item = $item->setQuantity($item->quantity + $data['quantity']);
        $items->put($id, $item);
        $this->storeItems($items);
        $this->events->dispatch(new PlainPhpItemUpdated($item, $this));

        return $item;
    }

    public function remove(string $id): ?PlainPhpItem
    {
        $items = $this->items();

        if (! $items->has($id)) {
            return null;
        }

        $item = $items->get($id);
        $items->forget($id);
        $this->storeItems($items);
        $this->events->dispatch(new PlainPhpItemRemoved($item, $this));

        return $item;
    }

    public function addCondition(PlainPhpCondition $condition): self
    {
        $conditions = $this->conditions();
        $conditions->put($condition->name, $condition);
        $this->storage->put('conditions', self::arrays($conditions));
        $this->events->dispatch(new PlainPhpConditionAdded($condition, $this));

        return $this;
    }

    public function subtotal(): PlainPhpMoney
    {
        $sum = (float) $this->items()->sum(static fn (PlainPhpItem $item): float|int => $item->rawSubtotal());

        return $this->money($this->applied('subtotal', $sum));
    }

    public function total(): PlainPhpMoney
    {
        return $this->money($this->applied('total', (float) $this->subtotal()->amount));
    }

    public function quantity(): int
    {
        return (int) $this->items()->sum('quantity');
    }

    public function countItems(): int
    {
        return $this->items()->count();
    }

    public function isEmpty(): bool
    {
        return $this->items()->isEmpty();
    }

    /**
     * @return array<string, mixed>
     */
    public function content(): array
    {
        return [
            'instance' => $this->instance,
            'items' => self::arrays($this->items()),
            'conditions' => self::arrays($this->conditions()),
            'subtotal' => (float) $this->subtotal()->amount,
            'total' => (float) $this->total()->amount,
            'quantity' => $this->quantity(),
            'count' => $this->countItems(),
            'is_empty' => $this->isEmpty(),
        ];
    }

    /**
     * @return Collection<string, PlainPhpItem>
     */
    private function items(): Collection
    {
        $items = new Collection();

        foreach ($this->storage->get('items') as $stored) {
            if (! is_array($stored) || ! isset($stored['id'])) {
                continue;
            }

            $items->put($stored['id'], new PlainPhpItem(
                $stored['id'],
                $stored['name'],
                (float) $stored['price'],
                $stored['quantity'],
                $stored['attributes'] ?? [],
                $stored['conditions'] ?? [],
                $stored['associated_model'] ?? null,
            ));
        }

        return $items;
    }

    /**
     * @return Collection<string, PlainPhpCondition>
     */
    private function conditions(): Collection
    {
        $conditions = new Collection();

        foreach ($this->storage->get('conditions') as $stored) {
            $conditions->put($stored['name'], PlainPhpCondition::fromArray($stored));
        }

        return $conditions;
    }

    /**
     * @param Collection<string, PlainPhpItem>|Collection<string, PlainPhpCondition> $objects
     *
     * @return array<string, array<string, mixed>>
     */
    private static function arrays(Collection $objects): array
    {
        return $objects->map(static fn (PlainPhpItem|PlainPhpCondition $one): array => $one->toArray())->all();
    }

    private function applied(string $target, float $amount): float
    {
        foreach ($this->conditions() as $condition) {
            if ($condition->target === $target) {
                $amount = $condition->apply($amount);
            }
        }

        return $amount;
    }

    private function money(float $amount): PlainPhpMoney
    {
        return new PlainPhpMoney($amount, config('cart.money.default_currency', 'USD'));
    }

    /**
     * @param Collection<string, PlainPhpItem> $items
     */
    private function storeItems(Collection $items): void
    {
        if ($items->count() > config('cart.limits.max_items', 1000)) {
            throw new InvalidArgumentException('The cart cannot contain more items');
        }

        $this->storage->put('items', self::arrays($items));
    }
}
