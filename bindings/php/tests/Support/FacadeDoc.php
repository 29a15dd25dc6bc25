<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use MasyukAI\Cart\Cart;
use MasyukAI\Cart\CartManager;
use MasyukAI\Cart\Facades\Cart as Facade;
use ReflectionClass;
use ReflectionMethod;
use ReflectionType;

/**
 * The `@method` lines of the facade, made from the methods that it reaches: the manager's, then the cart's.
 */
final class FacadeDoc
{
    /**
     * @return list<string>
     */
    public static function lines(): array
    {
        $lines = [];

        foreach ([CartManager::class, Cart::class] as $class) {
            foreach ((new ReflectionClass($class))->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
                if (self::isReached($method)) {
                    $lines[$method->getName()] ??= self::line($class, $method);
                }
            }
        }

        return array_values($lines);
    }

    /**
     * Those that stand in the facade.
     *
     * @return list<string>
     */
    public static function written(): array
    {
        preg_match_all('/^ \* (@method .*)$/m', (string) (new ReflectionClass(Facade::class))->getDocComment(), $found);

        return $found[1];
    }

    public static function path(): string
    {
        return (string) (new ReflectionClass(Facade::class))->getFileName();
    }

    /**
     * The facade's file with the lines as they should be.
     */
    public static function file(): string
    {
        $source = (string) file_get_contents(self::path());
        $source = (string) preg_replace('/^ \* @method .*\n/m', '', $source);
        $lines = implode('', array_map(static fn (string $line): string => " * {$line}\n", self::lines()));

        $source = (string) preg_replace('/^ \* @see /m', "{$lines} *\n * @see ", $source, 1);

        return (string) preg_replace('/^( \*\n)+(?= \* @)/m', " *\n", $source);
    }

    private static function isReached(ReflectionMethod $method): bool
    {
        return ! str_starts_with($method->getName(), '__')
            && ! str_contains((string) $method->getDocComment(), '@internal')
            // A method of the facade itself speaks for itself.
            && ! (new ReflectionClass(Facade::class))->hasMethod($method->getName());
    }

    private static function line(string $class, ReflectionMethod $method): string
    {
        $type = static fn (?ReflectionType $type): string => $type === null
            ? 'mixed'
            : (string) preg_replace('/\b(static|self)\b/', "\\{$class}", Signature::whole($type));

        return "@method static {$type($method->getReturnType())} " . Signature::call($method, $type);
    }
}
