<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Config\CartSettings;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\Hosted\ChangesConditions;
use Cartwright\Storage\Hosted\ChangesItems;
use Cartwright\Storage\Hosted\ChangesPart;
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
    use ChangesPart;
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
        $this->refresh();
        CartSettings::current()->switches->applyTo($this->cart());

        return $look($this->cart());
    }

    /**
     * Applies a change and stores what it changed, while nobody else is in these parts of the cart where the storage can
     * see to that.
     *
     * @template T
     *
     * @param 'items'|'conditions'|'rules' $part which the change is about; what rules do may be about all
     * @param Closure(NativeCart): T $change
     * @param list<string>|null $alone the items that the change needs to know of, if it needs no more than them and this
     *     part
     *
     * @return T
     */
    private function change(string $part, Closure $change, ?array $alone = null): mixed
    {
        if (
            ! $this->storage instanceof LockingStorage
            || $this->storage instanceof MayLock && ! $this->storage->locks()
        ) {
            return $this->changeNow($part, $change, $alone);
        }

        $parts = match (true) {
            $part === 'rules' => ['items', 'conditions', 'metadata.' . RulesPlace::KEY],
            $this->storedRules() === null => [$part],
            default => ['items', 'conditions'],
        };

        return $this->storage->locked(
            $this->identifier,
            $this->instance,
            $parts,
            fn (): mixed => $this->changeNow($part, $change, $alone),
        );
    }

    /**
     * @template T
     *
     * @param Closure(NativeCart): T $change
     * @param list<string>|null $alone
     *
     * @return T
     */
    private function changeNow(string $part, Closure $change, ?array $alone): mixed
    {
        if ($alone !== null && ! $this->mayBeSeen()) {
            $parts = $this->together($part);

            if (($parts === null ? $this->storedRules() : $parts[2]) === null) {
                return $part === 'items'
                    ? $this->changeItemsAlone($change, $alone, $parts[0] ?? null)
                    : $this->changeConditionsAlone($change, $parts[1] ?? null);
            }
        }

        $this->refresh();
        [$items, $conditions] = [$this->items->kept, $this->conditions];

        try {
            $result = $change($this->prepared($this->cart()));
            $this->store($items !== $this->items->kept, $conditions !== $this->conditions);
        } catch (Throwable $failure) {
            // Whatever is in the engine and in the arrays now was not stored.
            $this->forget();

            throw $failure;
        }

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
    private function refresh(): void
    {
        [$items, $conditions, $rules] = $this->together() ?? [
            $this->storage->getItems($this->identifier, $this->instance),
            $this->storage->getConditions($this->identifier, $this->instance),
            $this->storedRules(),
        ];

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

    /**
     * Items, conditions and stored rules with one look, where the storage can.
     *
     * @param 'items'|'conditions'|null $only
     *
     * @return array{array<array-key, mixed>, array<array-key, mixed>, mixed}|null
     */
    private function together(?string $only = null): ?array
    {
        return $this->storage instanceof KeepsTogether && $this->storage->keepsTogether()
            ? $this->storage->parts($this->identifier, $this->instance, StoredRules::KEY, $only)
            : null;
    }

    private function storedRules(): mixed
    {
        return $this->storage->getMetadata($this->identifier, $this->instance, RulesPlace::KEY);
    }

    private function prepared(NativeCart $cart): NativeCart
    {
        $settings = CartSettings::current();

        if ($cart->preparedFor === $settings) {
            return $cart;
        }

        $limits = $settings->limits;
        // How many items there are, and how large they are together, is limited by a database's columns only.
        $cart->setLimits(
            PHP_INT_MAX,
            $limits->maxDataSizeBytes,
            $limits->maxItemQuantity,
            $limits->maxStringLength,
        );
        $settings->switches->applyTo($cart);
        $cart->preparedFor = $settings;

        return $cart;
    }
}
