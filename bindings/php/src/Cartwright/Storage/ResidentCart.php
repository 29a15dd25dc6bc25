<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Config\CartSettings;
use Cartwright\Config\CartSwitches;
use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Merge\MergeResult;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\Resident\ChangesConditions;
use Cartwright\Storage\Resident\ChangesItems;
use Cartwright\Storage\Resident\ChangesMetadata;
use Cartwright\Storage\Resident\FollowsRules;
use Cartwright\Storage\Resident\MergesRows;
use Cartwright\Storage\Resident\ReadsCart;
use Closure;
use LogicException;
use MasyukAI\Cart\Exceptions\CartConflictException;
use Throwable;

/**
 * One cart of a versioned storage, kept in the engine between calls.
 *
 * What is kept is used only after its identity was checked in the same call: a read asks for the identity, a change is
 * stored at it. A change is an operation, so on a conflict it is applied again to what the other request has stored.
 *
 * Inside the application's own transaction a version proves nothing: it may be rolled back and given again to another
 * state. So what was seen or stored there is provisional, and the next call reads the text itself.
 *
 * @internal
 */
final class ResidentCart implements HeldCart
{
    use ChangesConditions;
    use ChangesItems;
    use ChangesMetadata;
    use FollowsRules;
    use ReadsCart;

    private readonly NativeCart $cart;

    /** Whether the engine holds the cart of the identity. */
    private bool $resident = false;

    private ?CartIdentity $identity = null;

    private bool $provisional = false;

    public function __construct(
        private readonly VersionedStorage $storage,
        private readonly string $identifier,
        private readonly string $instance,
        private readonly Backoff $backoff = new Backoff(),
    ) {
        $this->cart = Library::instance()->newCart();
    }

    /**
     * @template T
     *
     * @param Closure(NativeCart): T $look
     *
     * @return T
     */
    public function read(Closure $look): mixed
    {
        try {
            $this->refresh();
            CartSwitches::current()->applyTo($this->cart);

            return $look($this->cart);
        } catch (CorruptCartException $corrupt) {
            // Whoever repairs a row by hand may forget its version, so it is read again.
            $this->resident = false;

            throw $this->named($corrupt);
        }
    }

    /**
     * Applies a change and stores it; on a conflict, again. What the change returns or throws counts only for the state
     * that was stored or checked.
     *
     * @template T
     *
     * @param Closure(NativeCart): T $change
     *
     * @return T
     *
     * @throws CartConflictException if others were faster every time
     */
    public function change(Closure $change): mixed
    {
        $settings = CartSettings::current();
        $settings->limits->applyTo($this->cart);
        $settings->switches->applyTo($this->cart);

        try {
            $done = $this->storage->inHostTransaction()
                ? $this->changeInHostTransaction($change)
                : $this->changeAlone($change);
        } catch (Throwable $failure) {
            // Whatever is in the engine now was not stored.
            $this->resident = false;

            throw $this->named($failure);
        }

        try {
            return $done->result();
        } catch (CorruptCartException $corrupt) {
            $this->resident = false;

            throw $this->named($corrupt);
        }
    }

    public function mergeFrom(HeldCart $source, MergeStrategy $strategy, ?Closure $decide = null): MergeResult
    {
        if (! $source instanceof self || $source->storage !== $this->storage) {
            throw new LogicException('Only carts of the same storage can be merged in one step');
        }

        $merge = new MergesRows(
            $this->storage,
            $this->identifier,
            $source->identifier,
            $this->instance,
            $strategy,
            $decide,
            $this->backoff,
        );

        try {
            return $merge->run();
        } finally {
            $this->forget();
            $source->forget();
        }
    }

    public function clear(): void
    {
        $this->storage->forget($this->identifier, $this->instance);
        $this->forget();
    }

    public function forget(): void
    {
        $this->resident = false;
    }

    private function changeAlone(Closure $change): Attempt
    {
        $begun = $this->backoff->now();

        for ($attempt = 1; ; $attempt++) {
            try {
                // The first time nobody waits. Who met a conflict queues, so that he cannot be overtaken for ever.
                $done = $attempt === 1 && ! $this->storage->alwaysQueues()
                    ? $this->attempt($change)
                    : $this->storage->queued(fn (): Attempt => $this->attempt($change, locking: true));
            } catch (Throwable $failure) {
                $this->resident = false;

                if (! $this->storage->mayRetry($failure) || ! $this->backoff->allows($attempt + 1, $begun)) {
                    throw $failure;
                }

                $this->backoff->pause($attempt);

                continue;
            }

            if (! $done->conflict) {
                return $done;
            }

            if (! $this->backoff->allows($attempt + 1, $begun)) {
                throw $this->conflict($done);
            }
        }
    }

    private function changeInHostTransaction(Closure $change): Attempt
    {
        $done = $this->storage->nested(fn (): Attempt => $this->attempt($change));

        if ($done->conflict) {
            // A row that another transaction has committed meanwhile is seen by a locking read only.
            $done = $this->storage->nested(fn (): Attempt => $this->attempt($change, locking: true));
        }

        return $done->conflict ? throw $this->conflict($done) : $done;
    }

    private function attempt(Closure $change, bool $locking = false): Attempt
    {
        $checked = $locking || ! $this->resident || $this->provisional;

        if ($checked) {
            $this->refresh($locking);
        }

        for (;;) {
            $attempt = Attempt::of($change, $this->cart);

            if ($this->cart->isPending()) {
                if ($attempt->mayBeStored($this->cart)) {
                    return $this->store($attempt);
                }

                $this->resident = false;
            }

            if ($checked) {
                return $attempt;
            }

            // Nothing to store, or it must not be: that is an answer only if the cart still is what it was.
            $known = $this->identity;
            $this->refresh();
            $checked = true;

            if ($attempt->leftTheCartAsItWas && self::same($known, $this->identity)) {
                return $attempt;
            }
        }
    }

    private function store(Attempt $attempt): Attempt
    {
        $expected = $this->identity;
        $stored = $this->storage->commit($this->identifier, $this->instance, $expected, $attempt->columns);

        if ($stored === null) {
            $this->resident = false;

            return $attempt->metConflict($expected);
        }

        $this->cart->committed();
        $this->identity = $stored;

        if (array_key_exists('metadata', $attempt->columns)) {
            $this->rememberRules($attempt->columns['metadata']);
        }

        $this->provisional = $this->storage->inHostTransaction();

        return $attempt;
    }

    /**
     * Makes sure that the engine holds what the storage holds.
     */
    private function refresh(bool $locking = false): void
    {
        $trusted = $this->resident && ! $this->provisional && ! $this->cart->isPending() && ! $locking;
        $stored = $locking
            ? $this->storage->readLocking($this->identifier, $this->instance, $this->identity)
            : $this->storage->read($this->identifier, $this->instance, $trusted ? $this->identity : null);

        $unchanged = $stored->known || $trusted && $stored->identity === null && $this->identity === null;
        $this->identity = $stored->identity;

        if (! $unchanged) {
            $this->resident = false;
            // Text that the engine holds already, to the byte, is not parsed again; other text when it is needed: a
            // condition is put on a large cart without a look at its items.
            $this->cart->hold($stored->items, $stored->conditions, $stored->metadata);
            $this->rememberRules($stored->metadata);
        }

        $this->resident = true;
        $this->provisional = ! $stored->known && $this->storage->inHostTransaction();
    }

    /**
     * Says which row is corrupt. Not whose: an identifier may be the id of a session, which is not for a log.
     */
    private function named(Throwable $corrupt): Throwable
    {
        if (! $corrupt instanceof CorruptCartException) {
            return $corrupt;
        }

        $row = (string) $this->identity?->incarnation;

        return new CorruptCartException(
            "{$corrupt->getMessage()} (row {$row})",
            $corrupt->detail() + ['row' => $row],
            $corrupt,
        );
    }

    private static function same(?CartIdentity $one, ?CartIdentity $other): bool
    {
        return $one === null ? $other === null : $one->equals($other);
    }

    private function conflict(Attempt $attempt): CartConflictException
    {
        $expected = $attempt->expected?->version ?? 0;
        $current = $this->storage->read($this->identifier, $this->instance)->identity?->version ?? 0;
        $columns = array_keys($attempt->columns);
        $what = match (true) {
            in_array('items', $columns, true) => 'items',
            in_array('conditions', $columns, true) => 'conditions',
            default => 'metadata',
        };

        return new CartConflictException(
            "Cart was modified by another request during {$what} update",
            $expected,
            $current,
        );
    }
}
