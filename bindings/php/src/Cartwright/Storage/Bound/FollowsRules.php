<?php

declare(strict_types=1);

namespace Cartwright\Storage\Bound;

use Cartwright\Native\Abi;
use Cartwright\Native\ConditionChange;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\EngineText;
use Cartwright\Storage\RuleFacts;
use Cartwright\Storage\RulesPlace;
use Cartwright\Storage\StoredText;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Conditions that come and go by rules, of a cart that the engine stores. The engine judges stored rules in the commit of
 * each change of items, by its clock; what the time zones in them mean is told to it before.
 *
 * @internal
 */
trait FollowsRules
{
    /** The metadata with the rules, as they were when this cart was first changed; null if there were none. */
    private ?string $rules = null;

    private bool $rulesAreKnown = false;

    abstract private function cart(): NativeCart;

    /**
     * @return list<array<string, mixed>> the changes
     */
    abstract private function apply(string $operation): array;

    public function dynamicConditions(): array
    {
        $stored = self::storedRules($this->cart());

        return $stored === null ? [] : json_decode($stored, true, 512, JSON_THROW_ON_ERROR)[RulesPlace::KEY] ?? [];
    }

    public function registerDynamic(CartCondition $condition): array
    {
        $json = EngineText::condition($condition);
        $cart = $this->cart();
        $this->engine->knowZones(RuleFacts::zones($json));
        $cart->apply(EngineText::operation('register_dynamic', [], ['condition' => $json]));
        $this->forgetRules();
        $this->prepareRules($cart);

        return $this->byRules($cart);
    }

    public function unregisterDynamic(string $name): array
    {
        if (! StoredText::canHold($name)) {
            return [];
        }

        $changes = $this->apply(EngineText::operation('unregister_dynamic', ['name' => $name]));
        $this->forgetRules();

        return ConditionChange::among($changes);
    }

    public function evaluate(): array
    {
        $rules = self::storedRules($this->cart());

        return $rules === null ? [] : ConditionChange::among($this->apply(RuleFacts::evaluation($rules)));
    }

    public function follow(CartCondition $condition, bool|array $applies): array
    {
        $verdict = EngineText::verdict($condition, $applies);
        $operation = EngineText::operation('follow', [], ['verdicts' => "[{$verdict}]"]);

        return ConditionChange::among($this->apply($operation));
    }

    private function prepareRules(NativeCart $cart): void
    {
        if (! $this->rulesAreKnown) {
            $this->rules = self::storedRules($cart);
            $this->rulesAreKnown = true;
        }

        if ($this->rules !== null) {
            $this->engine->knowZones(RuleFacts::zones($this->rules));
        }
    }

    private function byRules(NativeCart $cart): array
    {
        $result = $cart->result();
        // One change is the item's own.
        $changes = ($result?->summary()->changes ?? 0) > 1 ? $result->changes() : [];
        $done = ConditionChange::among($changes);

        if (self::areRulesLeftToJudge($changes, $this->rules !== null)) {
            $done = [...$done, ...$this->evaluate()];
        }

        return ConditionChange::net($done);
    }

    /**
     * Whether the engine could not judge rules as PHP does: another request has just registered some with a zone that it was
     * not told; or a test travels in time, of which the engine's clock knows nothing.
     *
     * @param list<array<string, mixed>> $changes
     */
    private static function areRulesLeftToJudge(array $changes, bool $mayHaveRules): bool
    {
        return in_array('not_evaluated', array_column($changes, 'change'), true)
            || $mayHaveRules && Carbon::hasTestNow();
    }

    private function forgetRules(): void
    {
        $this->rules = null;
        $this->rulesAreKnown = false;
    }

    private static function storedRules(NativeCart $cart): ?string
    {
        return $cart->hasRules() ? $cart->column(Abi::COLUMN_METADATA) : null;
    }
}
