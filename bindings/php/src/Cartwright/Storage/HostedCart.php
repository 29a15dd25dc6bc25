<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Config\CartLimits;
use Cartwright\Config\CartSwitches;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\Hosted\ChangesConditions;
use Cartwright\Storage\Hosted\ChangesItems;
use Cartwright\Storage\Hosted\ConditionArrays;
use Cartwright\Storage\Hosted\FollowsRules;
use Cartwright\Storage\Hosted\ItemArrays;
use Cartwright\Storage\Hosted\Primer;
use Cartwright\Storage\Hosted\ReadsCart;
use Cartwright\Storage\Hosted\References;
use Cartwright\Storage\Hosted\StoredRules;
use Cartwright\Storage\Hosted\TakesInCarts;
use Closure;
use MasyukAI\Cart\Storage\StorageInterface;
use Throwable;

/**
 * One cart of a storage that keeps PHP's values: a session, a cache, the application's own.
 *
 * PHP keeps the arrays as they are; the engine holds what it computes with, given line by line. A change goes to the
 * engine, and its answer (what was done, quantity, price) changes PHP's array, which is put back.
 *
 * Every call asks the storage. Where that hands out the very array that was seen last, which PHP tells by one comparison,
 * what the engine holds still is the cart; else the engine is given the cart again.
 *
 * @internal
 */
final class HostedCart implements HeldCart
{
    use ChangesConditions;
    use ChangesItems;
    use FollowsRules;
    use ReadsCart;
    use TakesInCarts;

    private ?NativeCart $cart = null;

    private ItemArrays $items;

    /** @var array<array-key, array<string, mixed>> by name */
    private array $conditions = [];

    private ?StoredRules $rules = null;

    /** @var array{array<array-key, mixed>, array<array-key, mixed>, mixed}|null what the storage handed out */
    private ?array $seen = null;

    /** Whether that has no references in it; null if nobody has looked. */
    private ?bool $plain = null;

    public function __construct(
        private readonly StorageInterface $storage,
        private readonly string $identifier,
        private readonly string $instance,
    ) {
    }

    /**
     * The engine's; it is made when it is first needed.
     */
    private function cart(): NativeCart
    {
        return $this->cart ??= Library::instance()->newCart();
    }

    public function clear(): void
    {
        $this->storage->forget($this->identifier, $this->instance);
        $this->forget();
    }

    public function forget(): void
    {
        $this->seen = null;
    }

    /**
     * @template T
     *
     * @param Closure(NativeCart): T $look
     *
     * @return T
     */
    private function read(Closure $look): mixed
    {
        $this->refresh($this->storedRules());
        CartSwitches::current()->applyTo($this->cart());

        return $look($this->cart());
    }

    /**
     * Applies a change and stores what it changed, while nobody else is in these parts of the cart where the storage can
     * see to that.
     *
     * @template T
     *
     * @param 'items'|'conditions'|'conditions alone'|'rules' $part which the change is about, alone if it needs to know
     *     of nothing else; what rules do may be about all
     * @param Closure(NativeCart): T $change
     *
     * @return T
     */
    private function change(string $part, Closure $change): mixed
    {
        if (! $this->storage instanceof LockingStorage) {
            return $this->changeNow($change, $part === 'conditions alone');
        }

        $parts = match (true) {
            $part === 'rules' => ['items', 'conditions', 'metadata.' . StoredRules::KEY],
            $this->storedRules() === null => [$part === 'items' ? $part : 'conditions'],
            default => ['items', 'conditions'],
        };

        return $this->storage->locked(
            $this->identifier,
            $this->instance,
            $parts,
            fn (): mixed => $this->changeNow($change, $part === 'conditions alone'),
        );
    }

    /**
     * @template T
     *
     * @param Closure(NativeCart): T $change
     *
     * @return T
     */
    private function changeNow(Closure $change, bool $conditionsAlone): mixed
    {
        $rules = $this->storedRules();

        if ($conditionsAlone && $rules === null && ! $this->mayBeSeen()) {
            return $this->changeConditionsAlone($change);
        }

        $this->refresh($rules);
        $this->setLimits();
        [$items, $conditions] = [$this->items->kept, $this->conditions];

        try {
            $result = $change($this->cart());
            $this->store($items !== $this->items->kept, $conditions !== $this->conditions);
        } catch (Throwable $failure) {
            // Whatever is in the engine and in the arrays now was not stored.
            $this->forget();

            throw $failure;
        }

        return $result;
    }

    /**
     * What is put on or taken off by name needs no items, and no more of the engine than what it says to a condition: so a
     * large cart is not given to it for that.
     *
     * @template T
     *
     * @param Closure(NativeCart): T $change
     *
     * @return T
     */
    private function changeConditionsAlone(Closure $change): mixed
    {
        $this->forget();
        $this->rules = null;
        $this->conditions = ConditionArrays::byName(
            $this->storage->getConditions($this->identifier, $this->instance),
        );
        $before = $this->conditions;
        $this->cart()->forget();
        $this->setLimits();
        $result = $change($this->cart());
        $this->store(false, $this->conditions !== $before);

        return $result;
    }

    private function store(bool $items, bool $conditions): void
    {
        $of = [$this->identifier, $this->instance];

        match (true) {
            $items && $conditions => $this->storage->putBoth(...[...$of, $this->items->kept, $this->conditions]),
            $items => $this->storage->putItems(...[...$of, $this->items->kept]),
            $conditions => $this->storage->putConditions(...[...$of, $this->conditions]),
            default => null,
        };

        if ($this->seen === null) {
            return;
        }

        if ($items) {
            $this->seen[0] = $this->items->kept;
        }

        if ($conditions) {
            $this->seen[1] = $this->conditions;
        }
    }

    /**
     * Makes sure that the engine and the arrays hold what the storage holds.
     */
    private function refresh(mixed $rules): void
    {
        $items = $this->storage->getItems($this->identifier, $this->instance);
        $conditions = $this->storage->getConditions($this->identifier, $this->instance);

        if ($this->isSeen($items, $conditions, $rules)) {
            return;
        }

        $this->forget();
        $this->plain = null;
        $this->items = ItemArrays::of($items);
        $this->conditions = ConditionArrays::byName($conditions);
        $this->rules = StoredRules::of($rules, $this->metadata(...));
        Primer::prime($this->cart(), $this->items->kept, $this->conditions, $this->rules);
        $this->seen = [$items, $conditions, $rules];
    }

    /**
     * Whether these are the arrays that were seen last. With rules they do not tell: rules look at metadata as well.
     *
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    private function isSeen(array $items, array $conditions, mixed $rules): bool
    {
        if (
            ! $this->mayBeSeen()
            || $rules !== null
            || $this->seen[2] !== null
            || $items !== $this->seen[0]
            || $conditions !== $this->seen[1]
        ) {
            return false;
        }

        return $this->plain ??= ! References::inItems($items) && ! References::in($conditions);
    }

    /**
     * Whether there is something that was seen, and the storage may hand out the same again.
     */
    private function mayBeSeen(): bool
    {
        return $this->seen !== null && $this->storage instanceof KeepsArrays && $this->storage->keepsArrays();
    }

    private function storedRules(): mixed
    {
        return $this->storage->getMetadata($this->identifier, $this->instance, StoredRules::KEY);
    }

    private function setLimits(): void
    {
        $limits = CartLimits::current();
        // How many items there are, and how large they are together, is limited by a database's columns only.
        $this->cart()->setLimits(
            PHP_INT_MAX,
            $limits->maxDataSizeBytes,
            $limits->maxItemQuantity,
            $limits->maxStringLength,
        );
        CartSwitches::current()->applyTo($this->cart());
    }
}
