<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Exceptions\NativeException;
use Cartwright\Native\NativeCart;
use Closure;
use Throwable;

/**
 * One application of a change to a state: what it returned or why it was refused, and what has to be stored.
 *
 * @internal
 */
final class Attempt
{
    /** @var array<string, ?string> text by column */
    public array $columns = [];

    /** Whether the engine's cart is what it was before. */
    public bool $leftTheCartAsItWas = true;

    /** Whether the cart was no longer what the change was made for. */
    public bool $conflict = false;

    /** The identity the change was made for. */
    public ?CartIdentity $expected = null;

    private function __construct(private readonly mixed $value, private ?Throwable $refusal)
    {
    }

    public static function of(Closure $change, NativeCart $cart): self
    {
        try {
            return new self($change($cart), null);
        } catch (NativeException $defect) {
            // That is no answer to the change: nobody knows what became of the cart.
            throw $defect;
        } catch (Throwable $refusal) {
            return new self(null, $refusal);
        }
    }

    /**
     * Whether what is pending may be stored. What is too large is refused, and taken back out of the engine.
     */
    public function mayBeStored(NativeCart $cart): bool
    {
        $this->leftTheCartAsItWas = false;

        try {
            $this->columns = $cart->pendingColumns();

            return true;
        } catch (Throwable $refusal) {
            $this->refusal = $refusal;
            $cart->forget();

            return false;
        }
    }

    public function metConflict(?CartIdentity $expected): self
    {
        $this->conflict = true;
        $this->expected = $expected;

        return $this;
    }

    /**
     * What the change returned.
     */
    public function result(): mixed
    {
        return $this->refusal === null ? $this->value : throw $this->refusal;
    }
}
