<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\Support\LaravelTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * The PHP blocks of docs/laravel and of the README are run, not believed: all of a page in one application, each with what those before
 * it have left. `EXPRESSION;   // => VALUE` says what comes out.
 */
final class LaravelPagesTest extends LaravelTestCase
{
    private const PAGES = __DIR__ . '/../../../../docs/laravel';

    #[Test]
    #[DataProvider('pages')]
    public function everyBlockOfAPageDoesWhatItSays(string $page): void
    {
        $this->customer();
        $scope = [];

        foreach (self::blocks($page) as $number => $code) {
            $scope = $this->runBlock($this->checked($code, $page, $number + 1), $scope);
        }

        $this->addToAssertionCount(1);
    }

    public static function pages(): array
    {
        $pages = array_map(static fn (string $file): string => basename($file), glob(self::PAGES . '/*.md') ?: []);
        $pages = array_filter($pages, static fn (string $page): bool => self::blocks($page) !== []);

        $pages[] = '../../README.md';

        return array_combine($pages, array_map(static fn (string $page): array => [$page], $pages));
    }

    #[Test]
    public function everyLinkOfAPageLeadsSomewhere(): void
    {
        foreach (glob(self::PAGES . '/*.md') ?: [] as $file) {
            preg_match_all('/\]\(([^)#]+)(?:#[^)]*)?\)/', (string) file_get_contents($file), $links);

            foreach ($links[1] as $link) {
                $this->assertFileExists(dirname($file) . "/{$link}", basename($file));
            }
        }
    }

    public function sees(mixed $value, mixed $promised, string $place): void
    {
        $this->assertEquals($promised, $value, $place);
        $this->assertSame(is_object($promised), is_object($value), $place);
    }

    /**
     * @return list<string>
     */
    private static function blocks(string $page): array
    {
        $text = (string) file_get_contents(self::PAGES . "/{$page}");
        preg_match_all('/^( *)```php\n(.*?)^ *```/ms', $text, $found, PREG_SET_ORDER);

        return array_map(
            static fn (array $block): string => (string) preg_replace("/^{$block[1]}/m", '', $block[2]),
            $found,
        );
    }

    /**
     * The code with a check in the place of each promise.
     */
    private function checked(string $code, string $page, int $block): string
    {
        $statement = '';
        $checked = '';

        foreach (explode("\n", $code) as $line) {
            $statement .= "{$line}\n";

            if (preg_match('/^(.*);\s*\/\/ => (.+)$/s', rtrim($statement), $found) === 1) {
                $place = var_export("{$page}, block {$block}: {$line}", true);
                $checked .= "\$this->sees({$this->expression($found[1])}, {$found[2]}, {$place});\n";
                $statement = '';
            } elseif ($this->isComplete($statement)) {
                $checked .= $statement;
                $statement = '';
            }
        }

        return $checked . $statement;
    }

    /**
     * Whether nothing of a statement is still to come: all brackets are closed and it ends.
     */
    private function isComplete(string $statement): bool
    {
        $depth = 0;
        $last = ';';

        foreach (\PhpToken::tokenize("<?php {$statement}") as $token) {
            $depth += match ($token->text) {
                '(', '[', '{', '${', '{$' => 1,
                ')', ']', '}' => -1,
                default => 0,
            };
            $last = $token->isIgnorable() ? $last : $token->text;
        }

        return $depth === 0 && in_array($last, [';', '}'], true);
    }

    private function expression(string $code): string
    {
        $code = trim($code);

        return $code === '' ? throw new RuntimeException('A promise without an expression') : $code;
    }

    /**
     * @param array<string, mixed> $scope
     *
     * @return array<string, mixed> the variables afterwards
     */
    private function runBlock(string $__code, array $__scope): array
    {
        extract($__scope);
        eval($__code);
        unset($__code, $__scope);

        return get_defined_vars();
    }
}
