<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Storage\CartIdentity;

/**
 * Two carts as they were read, and what is in both: somebody may be asked what he wants.
 *
 * @internal
 */
final class NativeMergePlan
{
    use Handle;

    private const NAME = 'A native merge plan';

    /** @var array<string, mixed>|null */
    private ?array $identities = null;

    /**
     * @param object $handle what the library knows the plan by
     */
    public function __construct(private readonly Library $library, private readonly object $handle)
    {
    }

    public function __destruct()
    {
        $this->library->freeMergePlan($this->handle);
    }

    /**
     * For the engine that made it.
     */
    public function handle(): object
    {
        return $this->handle;
    }

    /**
     * The items that are in both carts: "line", "target", "source", "quantity" as the strategy has it, "limited".
     *
     * @return list<array<string, mixed>>
     */
    public function conflicts(): array
    {
        return $this->library->conflictsOfPlan($this->handle);
    }

    /**
     * What the cart was that takes the other one in; null if there was none.
     */
    public function target(): ?CartIdentity
    {
        return $this->identity('target');
    }

    /**
     * What the cart was that is taken in; null if there was none.
     */
    public function source(): ?CartIdentity
    {
        return $this->identity('source');
    }

    /**
     * Whether there is nothing to take in.
     */
    public function isNothing(): bool
    {
        return $this->identities()['is_nothing'];
    }

    private function identity(string $side): ?CartIdentity
    {
        $identity = $this->identities()[$side];

        return $identity === null ? null : new CartIdentity($identity['incarnation'], $identity['version']);
    }

    /**
     * @return array<string, mixed>
     */
    private function identities(): array
    {
        return $this->identities ??= $this->library->identitiesOfPlan($this->handle);
    }
}
