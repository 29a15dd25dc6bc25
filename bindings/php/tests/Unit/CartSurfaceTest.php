<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use MasyukAI\Cart\Cart;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;
use ReflectionClass;
use ReflectionMethod;
use ReflectionParameter;

/**
 * What programs call of a Cart, and what those name that extend or mock it: the original's signatures, to the name of
 * the last parameter.
 */
final class CartSurfaceTest extends TestCase
{
    private const METHODS = [
        '__clone()',
        '__construct(MasyukAI\Cart\Storage\StorageInterface $storage, string $identifier,'
            . ' ?Illuminate\Contracts\Events\Dispatcher $events = NULL, string $instanceName = \'default\','
            . ' bool $eventsEnabled = true)',
        'add(array|string|int $id, ?string $name = NULL, string|int|float|null $price = NULL, int $quantity = 1,'
            . ' array $attributes = [], object|array|null $conditions = NULL,'
            . ' object|string|null $associatedModel = NULL)'
            . ': MasyukAI\Cart\Models\CartItem|MasyukAI\Cart\Collections\CartCollection',
        'addCondition(MasyukAI\Cart\Conditions\CartCondition|array $condition): static',
        'addDiscount(string $name, string $value, string $target = \'subtotal\'): static',
        'addFee(string $name, string $value, string $target = \'total\'): static',
        'addItemCondition(string $itemId, MasyukAI\Cart\Conditions\CartCondition $condition): bool',
        'addShipping(string $name, string|float $value, string $method = \'standard\', array $attributes = []): static',
        'addTax(string $name, string $value, string $target = \'subtotal\'): static',
        'clear(): bool',
        'clearConditions(): bool',
        'clearItemConditions(string $itemId): bool',
        'content(): array',
        'count(): int',
        'countItems(): int',
        'evaluateDynamicConditions(): void',
        'get(string|int $id): ?MasyukAI\Cart\Models\CartItem',
        'getCondition(string $name): ?MasyukAI\Cart\Conditions\CartCondition',
        'getConditions(): MasyukAI\Cart\Collections\CartConditionCollection',
        'getConditionsByType(string $type): MasyukAI\Cart\Collections\CartConditionCollection',
        'getContent(): array',
        'getDynamicConditions(): MasyukAI\Cart\Collections\CartConditionCollection',
        'getIdentifier(): string',
        'getItems(): MasyukAI\Cart\Collections\CartCollection',
        'getMetadata(string $key, mixed $default = NULL): mixed',
        'getRawSubtotal(): float',
        'getRawSubtotalWithoutConditions(): float',
        'getRawTotal(): float',
        'getShipping(): ?MasyukAI\Cart\Conditions\CartCondition',
        'getShippingMethod(): ?string',
        'getShippingValue(): ?float',
        'getTotalQuantity(): int',
        'has(string|int $id): bool',
        'hasMetadata(string $key): bool',
        'instance(): string',
        'isEmpty(): bool',
        'registerDynamicCondition(MasyukAI\Cart\Conditions\CartCondition $condition): static',
        'remove(string|int $id): ?MasyukAI\Cart\Models\CartItem',
        'removeCondition(string $name): bool',
        'removeConditionsByType(string $type): bool',
        'removeDynamicCondition(string $name): static',
        'removeItemCondition(string $itemId, string $conditionName): bool',
        'removeMetadata(string $key): static',
        'removeShipping(): void',
        'savings(): Akaunting\Money\Money',
        'search(callable $callback): MasyukAI\Cart\Collections\CartCollection',
        'setInstance(string $name): static',
        'setMetadata(string $key, mixed $value): static',
        'setMetadataBatch(array $metadata): static',
        'storage(): MasyukAI\Cart\Storage\StorageInterface',
        'subtotal(): Akaunting\Money\Money',
        'subtotalWithoutConditions(): Akaunting\Money\Money',
        'toArray(): array',
        'total(): Akaunting\Money\Money',
        'totalWithoutConditions(): Akaunting\Money\Money',
        'update(string|int $id, array $data): ?MasyukAI\Cart\Models\CartItem',
    ];

    private const PROTECTED_METHODS = [
        'getSubtotal(): Akaunting\Money\Money',
        'getSubtotalWithoutConditions(): Akaunting\Money\Money',
        'getTotal(): Akaunting\Money\Money',
    ];

    private const TRAITS = [
        'CalculatesTotals', 'ManagesConditions', 'ManagesDynamicConditions', 'ManagesIdentifier', 'ManagesInstances',
        'ManagesItems', 'ManagesMetadata', 'ManagesStorage',
    ];

    #[Test]
    public function aCartHasTheOriginalsPublicMethodsAndNoOthers(): void
    {
        $this->assertSame(self::METHODS, self::signatures(ReflectionMethod::IS_PUBLIC));
    }

    #[Test]
    public function aCartHasTheOriginalsProtectedMethods(): void
    {
        $this->assertSame(self::PROTECTED_METHODS, self::signatures(ReflectionMethod::IS_PROTECTED));
    }

    #[Test]
    public function aCartIsMadeOfTheOriginalsTraits(): void
    {
        $names = array_map(class_basename(...), (new ReflectionClass(Cart::class))->getTraitNames());

        $this->assertEqualsCanonicalizing(self::TRAITS, $names);
    }

    #[Test]
    public function aCartCanBeExtendedAndIsNoneOfLaravelsCollections(): void
    {
        $class = new ReflectionClass(Cart::class);

        $this->assertFalse($class->isFinal());
        $this->assertSame([], $class->getInterfaceNames());
        $this->assertTrue($class->getProperty('dynamicConditions')->isProtected());
    }

    /**
     * @return list<string> sorted
     */
    private static function signatures(int $visibility): array
    {
        $signatures = array_map(static function (ReflectionMethod $method): string {
            $type = $method->hasReturnType() && $method->name !== '__clone' ? ": {$method->getReturnType()}" : '';
            $parameters = implode(', ', array_map(self::parameter(...), $method->getParameters()));

            return "{$method->name}({$parameters}){$type}";
        }, (new ReflectionClass(Cart::class))->getMethods($visibility));
        sort($signatures);

        return $signatures;
    }

    private static function parameter(ReflectionParameter $parameter): string
    {
        $default = match (true) {
            ! $parameter->isOptional() => '',
            $parameter->getDefaultValue() === [] => ' = []',
            default => ' = ' . var_export($parameter->getDefaultValue(), true),
        };

        return "{$parameter->getType()} \${$parameter->name}{$default}";
    }
}
