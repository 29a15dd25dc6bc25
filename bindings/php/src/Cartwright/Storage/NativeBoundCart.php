<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Native\NativeCart;
use Cartwright\Native\NativeEngine;
use Cartwright\Storage\Bound\ChangesItems;
use Cartwright\Storage\Bound\FollowsRules;
use Cartwright\Storage\Bound\MergesCarts;
use Cartwright\Storage\Resident\ChangesConditions;
use Cartwright\Storage\Resident\ChangesMetadata;
use Cartwright\Storage\Resident\ReadsCart;
use Closure;
use MasyukAI\Cart\Conditions\CartCondition;
use Throwable;

/**
 * One cart of an engine's own store. The engine holds it between calls, checks at each read that this is what is stored,
 * stores each change before the call returns, and applies it again if somebody else was faster.
 *
 * @internal
 */
final class NativeBoundCart implements HeldCart
{
    use ChangesConditions;
    use ChangesItems;
    use ChangesMetadata;
    use FollowsRules;
    use MergesCarts;
    use ReadsCart;

    private ?NativeEngine $engine = null;

    private ?NativeCart $cart = null;

    public function __construct(
        private readonly NativeStorage $storage,
        private readonly string $identifier,
        private readonly string $instance,
    ) {
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
        return $look($this->cart());
    }

    /**
     * @template T
     *
     * @param Closure(NativeCart): T $change each call of which that changes something is a commit
     *
     * @return T
     */
    public function change(Closure $change): mixed
    {
        return $change($this->cart());
    }

    /**
     * All in one commit.
     */
    public function addConditions(CartCondition ...$conditions): ConditionsAdded
    {
        if (count($conditions) === 1) {
            $this->cart()->addCondition(ConditionAddition::forEngine(reset($conditions)));

            return new ConditionsAdded(1);
        }

        $operations = [];
        $refusal = null;

        foreach ($conditions as $condition) {
            try {
                $text = EngineText::condition($condition);
                $operations[] = EngineText::operation('add_condition', [], ['condition' => $text]);
            } catch (Throwable $refusal) {
                break;
            }
        }

        if ($operations !== []) {
            $this->cart()->apply('[' . implode(',', $operations) . ']');
        }

        return new ConditionsAdded(count($operations), $refusal);
    }

    public function clear(): void
    {
        $this->cart()->clear();
        $this->forgetRules();
    }

    public function forget(): void
    {
        $this->cart?->forget();
        $this->forgetRules();
    }

    /**
     * The cart of the engine that belongs to the settings as they are now.
     */
    private function cart(): NativeCart
    {
        $engine = $this->storage->engine();

        if ($this->cart === null || $engine !== $this->engine) {
            $this->cart = $engine->cart($this->identifier, $this->instance);
            $this->engine = $engine;
        }

        return $this->cart;
    }
}
