<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

use Cartwright\Native\ConditionChange;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\EngineText;
use Cartwright\Storage\RuleFacts;
use Cartwright\Storage\RulesPlace;
use Cartwright\Storage\StoredText;
use Closure;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Conditions of a cart in the engine that come and go by rules: those that are stored with the cart, and those that
 * the application judges.
 *
 * @internal
 */
trait FollowsRules
{
    /** The column that holds the rules; null if the cart has none, and then nothing is to be judged. */
    private ?string $rules = null;

    abstract public function read(Closure $look): mixed;

    abstract public function change(Closure $change): mixed;

    public function dynamicConditions(): array
    {
        return $this->read(fn (): array => $this->rules === null
            ? []
            : json_decode($this->rules, true, 512, JSON_THROW_ON_ERROR)[RulesPlace::KEY] ?? []);
    }

    public function registerDynamic(CartCondition $condition): array
    {
        $json = EngineText::condition($condition);
        $registration = EngineText::operation('register_dynamic', [], ['condition' => $json]);

        return $this->change(fn (NativeCart $cart): array => ConditionChange::among([
            ...$cart->apply($registration)->changes(),
            ...$cart->apply(RuleFacts::evaluation($this->rules . $json))->changes(),
        ]));
    }

    public function unregisterDynamic(string $name): array
    {
        return StoredText::canHold($name)
            ? ConditionChange::among($this->apply(EngineText::operation('unregister_dynamic', ['name' => $name])))
            : [];
    }

    public function evaluate(): array
    {
        return $this->change($this->byRules(...));
    }

    public function follow(CartCondition $condition, bool|array $applies): array
    {
        $verdict = EngineText::verdict($condition, $applies);
        $operation = EngineText::operation('follow', [], ['verdicts' => "[{$verdict}]"]);

        return ConditionChange::among($this->apply($operation));
    }

    /**
     * What stored rules say of the cart as it is now.
     *
     * @return list<ConditionChange>
     */
    private function byRules(NativeCart $cart): array
    {
        return $this->rules === null
            ? []
            : ConditionChange::among($cart->apply(RuleFacts::evaluation($this->rules))->changes());
    }

    private function rememberRules(?string $metadata): void
    {
        $this->rules = $metadata !== null && str_contains($metadata, RulesPlace::KEY) ? $metadata : null;
    }
}
